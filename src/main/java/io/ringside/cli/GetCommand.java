package io.ringside.cli;

import io.ringside.Key;
import io.ringside.operation.Count;
import io.ringside.operation.Found;
import io.ringside.operation.Options;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside get}: one key's value, or its siblings. */
@Command(
    name = "get",
    description = "Print a value, or the siblings if there are several: these too end with 0, since all of them are there.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:there is a value, or siblings", "1:there is none, or it was deleted", "2:too few nodes answered"})
final class GetCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private KeyArgument key;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Option(names = "--r", paramLabel = "COUNT", defaultValue = "default",
      description = "How many replicas must answer: a number, one, quorum or all.")
  private String r;

  @Option(names = "--repair", paramLabel = "background|blocking", defaultValue = "background",
      description = "blocking: answer only when so many primaries have what is answered that no later read can miss it.")
  private Options.Repair repair;

  @Option(names = "--explain", description = "Also say who answered what, and who stood in for whom.")
  private boolean explain;

  @Override
  public Integer call() {
    Key asked = key.key();
    Options options = Options.DEFAULTS.withQuorum(count("--r", r)).withExplain(explain).withRepair(repair);
    Found found = cluster.ask(client -> client.get(asked, options));
    return new FoundPrinter(spec, output).print(asked, found, token(asked, found));
  }

  private String token(Key asked, Found found) {
    return output.json() ? cluster.tokens().encode(asked, found.context(), null) : "";
  }

  static Count count(String flag, String text) {
    try {
      return Count.parse(text);
    } catch (IllegalArgumentException noCount) {
      throw new CommandFailure(ExitCode.USAGE, flag + ": " + noCount.getMessage());
    }
  }
}
