package io.ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringside backup}: every node makes a copy of all it holds, on its own disk. */
@Command(
    name = "backup",
    description = {
        "Let nodes make a backup of all that they hold while they go on, each on its own machine, and follow them until they are",
        "done. DIRECTORY says where; copy it to another disk. 'restore' brings it back, into any cluster. Interrupting it stops",
        "only the following."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        " 0:every node that was asked has made its backup",
        " 2:a node has not: it does not answer, or NOTE says why",
        "64:the name cannot be, or there is no such node"})
final class BackupCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("node", "state", "files", "bytes", "directory", "note");
  private static final long LOOK_MILLIS = 200;

  /** A node that is silent for longer is given up; a disk that is busy with all this may keep it from answering for a while. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final DateTimeFormatter BY_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME",
      description = "What it is called: letters, digits, '.', '_' and '-' (default: the time, as in 20260131-235959).")
  private String name;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Option(names = "--node", paramLabel = "NODE", description = "Only this one.")
  private String node;

  /** What a node said last, and when. */
  private record Said(JsonNode report, long nanos) {
    boolean isSilent() {
      return !report.path("reachable").asBoolean();
    }

    boolean isRunning() {
      return report.path("state").asText().equals("running");
    }

    boolean isOpen(long nowNanos) {
      return isRunning() || isSilent() && nowNanos - nanos < SILENCE_NANOS;
    }
  }

  @Override
  public Integer call() {
    String wanted = name == null ? BY_TIME.format(Instant.now()) : name;
    JsonNode begun = cluster.post("/cluster/backups?name=" + encode(wanted) + (node == null ? "" : "&node=" + encode(node)));
    SortedMap<String, Said> said = new TreeMap<>();
    begun.path("nodes").forEach(one -> said.put(one.path("node").asText(), new Said(one, System.nanoTime())));
    String told = "";
    while (said.values().stream().anyMatch(one -> one.isOpen(System.nanoTime()))) {
      told = tell(said, told);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
      cluster.json("/cluster/backups").path("nodes").forEach(now ->
          said.computeIfPresent(now.path("node").asText(), (one, before) -> next(before, now)));
    }
    List<List<?>> rows = new ArrayList<>();
    Collection<JsonNode> last = said.values().stream().map(Said::report).toList();
    last.forEach(one -> rows.add(row(one, wanted)));
    output.print(spec.commandLine().getOut(), COLUMNS, rows);
    return last.stream().allMatch(one -> isDone(one, wanted)) ? ExitCode.OK : ExitCode.DEGRADED;
  }

  /** What has ended stays as it was told; silence changes nothing until it has lasted too long. */
  private static Said next(Said before, JsonNode now) {
    long nanos = System.nanoTime();
    if (!before.isRunning() && !before.isSilent()) {
      return before;
    }
    if (now.path("reachable").asBoolean()) {
      return new Said(now, nanos);
    }
    return before.isRunning() && nanos - before.nanos() >= SILENCE_NANOS ? new Said(now, before.nanos()) : before;
  }

  private static boolean isDone(JsonNode one, String wanted) {
    return one.path("state").asText().equals("done") && one.path("name").asText().equals(wanted);
  }

  /** Only what is new, to standard error. */
  private String tell(SortedMap<String, Said> nodes, String before) {
    var words = new ArrayList<String>();
    nodes.forEach((one, said) -> words.add(one + " " + (said.isRunning() ? percent(said.report()) : stateOf(said.report()))));
    String now = String.join(", ", words);
    if (!now.equals(before)) {
      spec.commandLine().getErr().println("backup: " + now);
    }
    return now;
  }

  private static String percent(JsonNode report) {
    long size = report.path("sizeBytes").asLong();
    return size == 0 ? "begun" : 100 * report.path("checkedBytes").asLong() / size + " %";
  }

  private static String stateOf(JsonNode report) {
    return report.path("reachable").asBoolean() ? report.path("state").asText() : "silent";
  }

  private static List<?> row(JsonNode one, String wanted) {
    boolean other = one.path("reachable").asBoolean() && !one.path("name").asText().equals(wanted);
    String note = other ? "the node knows nothing of it any more: it was started again, or has begun another"
        : one.path("reason").asText();
    return List.of(one.path("node").asText(), other ? "unknown" : stateOf(one), one.path("files").asInt(),
        one.path("sizeBytes").asLong(), one.path("directory").asText(), note);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
