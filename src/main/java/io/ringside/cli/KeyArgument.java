package io.ringside.cli;

import io.ringside.Key;
import picocli.CommandLine.Parameters;

/** The key that a command is about. */
final class KeyArgument {
  @Parameters(index = "0", paramLabel = "[BUCKET/]KEY",
      description = "The key; without a bucket it is in 'default', where a key with a slash is written default/KEY.")
  private String text;

  Key key() {
    try {
      return Key.parse(text);
    } catch (IllegalArgumentException impossible) {
      throw new CommandFailure(ExitCode.USAGE, impossible.getMessage());
    }
  }
}
