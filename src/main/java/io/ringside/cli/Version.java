package io.ringside.cli;

import io.ringside.sim.Build;
import picocli.CommandLine.IVersionProvider;

/** Says which build this is. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"ringside " + number(), "Java " + Runtime.version()};
  }

  static String build() {
    return Build.name();
  }

  static String number() {
    return Build.number();
  }
}
