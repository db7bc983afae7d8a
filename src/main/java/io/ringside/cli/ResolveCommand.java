package io.ringside.cli;

import io.ringside.Key;
import io.ringside.client.Resolver;
import io.ringside.client.Resolvers;
import io.ringside.operation.Found;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside resolve}: makes one value of several siblings. */
@Command(
    name = "resolve",
    description = "Make one value of a key's siblings, write it over all of them, and print it. A single value stays as it is.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:there is one value now",
        "1:there is none",
        "2:too few nodes answered",
        "64:the siblings cannot be resolved so"})
final class ResolveCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private KeyArgument key;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Option(names = "--with", required = true, paramLabel = "max|union|last-write-wins",
      description = "max of numbers, union of arrays, or the one written last.")
  private String name;

  @Override
  public Integer call() {
    Key asked = key.key();
    try {
      Resolver resolver = Resolvers.named(name);
      Found found = cluster.ask(client -> client.resolve(asked, resolver));
      String token = output.json() ? cluster.tokens().encode(asked, found.context(), null) : "";
      return new FoundPrinter(spec, output).print(asked, found, token);
    } catch (IllegalArgumentException cannot) {
      throw new CommandFailure(ExitCode.USAGE, cannot.getMessage(), "nothing was written");
    }
  }
}
