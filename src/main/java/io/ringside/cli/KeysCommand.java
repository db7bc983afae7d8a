package io.ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringside keys}: which buckets there are, and which keys in one. */
@Command(
    name = "keys",
    description = "List the buckets or, with a bucket, its keys; one per line. Deleted keys may be among them for a while.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:these are all", "2:so many nodes are silent that some may be missing"})
final class KeysCommand implements Callable<Integer> {
  private static final int PAGE = 1000;

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "BUCKET", description = "The bucket; 'default' is where keys without one are.")
  private String bucket;

  @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "", description = "Only keys that start with this.")
  private String prefix;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Override
  public Integer call() {
    boolean complete = bucket == null ? print("bucket", cluster.json("/keys"), "buckets") : keys();
    if (!complete) {
      spec.commandLine().getErr().println("ringside: too many nodes are silent to be sure that these are all");
    }
    return complete ? ExitCode.OK : ExitCode.DEGRADED;
  }

  private boolean keys() {
    boolean complete = true;
    String after = "";
    JsonNode page;
    do {
      page = cluster.json("/keys/" + encode(bucket) + "?limit=" + PAGE + "&prefix=" + encode(prefix) + "&after=" + encode(after));
      complete &= print("key", page, "keys");
      after = page.path("next").asText("");
    } while (page.path("more").asBoolean() && !after.isEmpty());
    return complete;
  }

  private boolean print(String column, JsonNode page, String field) {
    for (JsonNode name : page.path(field)) {
      if (output.json()) {
        output.print(spec.commandLine().getOut(), List.of(column), List.of(List.of(name.asText())));
      } else {
        spec.commandLine().getOut().println(name.asText());
      }
    }
    return page.path("complete").asBoolean();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
