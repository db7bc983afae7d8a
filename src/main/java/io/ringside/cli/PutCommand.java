package io.ringside.cli;

import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.client.Client;
import io.ringside.operation.Found;
import io.ringside.operation.Options;
import io.ringside.operation.Ttl;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringside put}: stores one value. */
@Command(
    name = "put",
    description = "Store a value. Without --context or --over-read it is written beside whatever is there, as a sibling.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:W replicas have it", "2:too few have it; it may appear later", "64:it cannot be stored"})
final class PutCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private KeyArgument key;

  @Parameters(index = "1", paramLabel = "VALUE|@FILE|-", description = "The value itself, a file's content, or standard input.")
  private String value;

  @Option(names = "--type", paramLabel = "TYPE",
      description = "Its media type (default: application/json if it is JSON, text/plain if it is UTF-8, "
          + "else application/octet-stream).")
  private String type;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Option(names = "--w", paramLabel = "COUNT", defaultValue = "default",
      description = "How many replicas must have stored it: a number, one, quorum or all.")
  private String w;

  @Option(names = "--ttl", paramLabel = "TIME",
      description = "How long it lives: 500ms, 90s, 30m, 12h or 7d (default: as long as the bucket says, usually for ever).")
  private String ttl;

  @ArgGroup
  private Over over = new Over();

  /** What the write supersedes. */
  private static final class Over {
    @Option(names = "--context", paramLabel = "TOKEN",
        description = "Write over what this context of an earlier get or put covers.")
    private String token;

    @Option(names = "--over-read", description = "Read first, and write over what is there.")
    private boolean read;
  }

  @Override
  public Integer call() {
    Key asked = key.key();
    Content content = ValueArgument.read(value, type);
    Options options = Options.DEFAULTS.withQuorum(GetCommand.count("--w", w)).withTtlMillis(ttlMillis());
    CausalContext given = over.token == null ? CausalContext.EMPTY : context(cluster, asked, over.token);
    Written written = cluster.ask(client -> context(client, asked, given)
        .compose(context -> client.put(asked, content, context, options)));
    print(spec, output, cluster, asked, written);
    return ExitCode.OK;
  }

  private long ttlMillis() {
    try {
      return ttl == null ? Options.DEFAULT_TTL : Ttl.parse(ttl);
    } catch (IllegalArgumentException refused) {
      throw new CommandFailure(ExitCode.USAGE, "--ttl: " + refused.getMessage(), "for example --ttl 30m");
    }
  }

  private Future<CausalContext> context(Client client, Key asked, CausalContext given) {
    return over.read ? client.get(asked).map(Found::context) : Future.succeededFuture(given);
  }

  static CausalContext context(ClusterOptions cluster, Key key, String token) {
    try {
      return cluster.tokens().decode(key, token);
    } catch (MalformedBytes foreign) {
      throw new CommandFailure(ExitCode.USAGE, "--context cannot be used here: " + foreign.getMessage(),
          "give the token that a get or put of this very key printed");
    }
  }

  static void print(CommandSpec spec, OutputOptions output, ClusterOptions cluster, Key key, Written written) {
    output.print(spec.commandLine().getOut(), List.of("key", "dot", "context"), List.of(List.of(
        key.toString(), written.dot().toString(), cluster.tokens().encode(key, written.context(), written.dot()))));
  }
}
