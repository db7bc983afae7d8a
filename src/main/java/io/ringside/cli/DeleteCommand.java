package io.ringside.cli;

import io.ringside.Key;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside delete}: writes a tombstone. */
@Command(
    name = "delete",
    description = "Delete what is there or, with --context, what that covers; a value written beside it stays.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:deleted", "1:there is nothing to delete", "2:too few replicas know; it may be deleted later"})
final class DeleteCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private KeyArgument key;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Option(names = "--context", paramLabel = "TOKEN", description = "Delete what this context of an earlier get or put covers.")
  private String token;

  @Override
  public Integer call() {
    Key asked = key.key();
    Optional<CausalContext> context = Optional.ofNullable(token).map(given -> PutCommand.context(cluster, asked, given));
    Written written = cluster.ask(client -> context
        .map(given -> client.delete(asked, given))
        .orElseGet(() -> client.delete(asked)));
    PutCommand.print(spec, output, cluster, asked, written);
    return ExitCode.OK;
  }
}
