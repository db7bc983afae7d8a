package io.ringside.cli;

import io.ringside.bench.TimeProfile;
import io.ringside.explore.Report;
import io.ringside.explore.Runs;
import io.ringside.physics.GossipOnly;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside sim speed}: how much virtual time a second of real time buys. */
@Command(name = "speed",
    description = {
        "Measure the simulator in one thread: five nodes at 50 client operations per virtual second, codec and checkers",
        "on, and where the time goes; then a large cluster that only gossips, and the memory that it takes.",
        "The first is played twice, for its time and for its profile: both must have the same hash. Only seconds under",
        "load count for the speed; real time includes healing and judging. cpuSeconds are this thread's own."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:an invariant was violated, or two runs of one seed differed", "64:wrong numbers"})
final class SimSpeedCommand implements Callable<Integer> {
  private static final List<String> LOAD = List.of("seed", "hash", "nodes", "operationsPerSecond", "virtualSeconds",
      "realSeconds", "cpuSeconds", "speed", "speedPerCpu", "messages", "violations");
  private static final List<String> TIME = List.of("by", "where", "samples", "percent");
  private static final List<String> GOSSIP = List.of("gossipNodes", "virtualSeconds", "realSeconds", "cpuSeconds", "messages",
      "messagesPerNodeAndSecond", "agreed", "peakHeapMiB");
  private static final int NODES = 5;
  private static final int SHOWN_CLASSES = 20;
  private static final int GOSSIP_SECONDS = 120;
  private static final int GOSSIP_PROGRESS = 20;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MEBI = 1 << 20;

  /** Until the compiler has seen everything that matters: the second 600 seconds still take half as long again as the third. */
  private static final int WARM_UPS = 2;
  private static final int MOST_WARM_UP_SECONDS = 600;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
      description = "Decides everything (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--seconds", paramLabel = "N", defaultValue = "600",
      description = "Virtual seconds under load (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--gossip-nodes", paramLabel = "N", defaultValue = "1000",
      description = "Nodes that only gossip, for " + GOSSIP_SECONDS + " virtual seconds; 0: none (default: ${DEFAULT-VALUE}).")
  private int gossipNodes;

  @Override
  public Integer call() {
    if (seconds < 1 || gossipNodes < 0) {
      throw new ParameterException(spec.commandLine(),
          "--seconds is at least 1 and --gossip-nodes not negative, not " + seconds + " and " + gossipNodes);
    }
    boolean ok = load();
    if (gossipNodes > 0) {
      gossip();
    }
    return ok ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private boolean load() {
    int warmUp = Math.min(seconds, MOST_WARM_UP_SECONDS);
    tell("warming up for " + WARM_UPS * warmUp + " virtual seconds");
    for (int i = 1; i <= WARM_UPS; i++) {
      Runs.play(Runs.steadyScript(seed + i, warmUp), null);
    }
    tell("five nodes for " + seconds + " virtual seconds");
    String script = Runs.steadyScript(seed, seconds);
    var watch = new Stopwatch();
    Report report = Runs.play(script, null);
    watch.stop();
    tell("once more, to see where the time goes");
    var again = TimeProfile.of(() -> Runs.play(script, null));
    List<String> violations = report.violations().stream().map(Object::toString).toList();
    print(LOAD, List.of(List.of(seed, report.hash(), NODES, Runs.STEADY_OPERATIONS, seconds, tenths(watch.real),
        tenths(watch.cpu), Math.round(seconds / watch.real), Math.round(seconds / watch.cpu), report.messages(),
        output.json() ? violations : violations.size())));
    print(TIME, time(again.profile()));
    boolean same = again.result().hash().equals(report.hash());
    if (!same) {
      spec.commandLine().getErr().println("ringside: two runs of seed " + seed + " differ: " + report.hash() + ", "
          + again.result().hash());
    }
    if (!output.json()) {
      violations.forEach(violation -> spec.commandLine().getErr().println("ringside: " + violation));
    }
    return same && violations.isEmpty();
  }

  private static List<List<?>> time(TimeProfile profile) {
    List<List<?>> rows = new ArrayList<>();
    TimeProfile packages = profile.byPackage();
    packages.shares().forEach(share -> rows.add(row("package", packages, share)));
    profile.shares().stream().limit(SHOWN_CLASSES).forEach(share -> rows.add(row("class", profile, share)));
    return rows;
  }

  private static List<?> row(String by, TimeProfile profile, TimeProfile.Share share) {
    return List.of(by, share.where(), share.samples(), tenths(profile.percent(share)));
  }

  private void gossip() {
    tell(gossipNodes + " nodes that only gossip, for " + GOSSIP_SECONDS + " virtual seconds");
    List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP).toList();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    var watch = new Stopwatch();
    GossipOnly.Seen seen = GossipOnly.run(gossipNodes, GOSSIP_SECONDS, seed, second -> {
      if (second % GOSSIP_PROGRESS == 0) {
        tell(second + " virtual seconds of gossip");
      }
    });
    watch.stop();
    long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    print(GOSSIP, List.of(List.of(seen.nodes(), seen.virtualSeconds(), tenths(watch.real), tenths(watch.cpu), seen.messages(),
        tenths(seen.messagesPerNodeAndSecond()), seen.agreed(), peak / MEBI)));
  }

  private void print(List<String> columns, List<List<?>> rows) {
    PrintWriter out = spec.commandLine().getOut();
    output.print(out, columns, rows);
    if (!output.json()) {
      out.println();
    }
    out.flush();
  }

  private void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("ringside: " + line);
    err.flush();
  }

  private static double tenths(double number) {
    return Math.round(number * 10) / 10.0;
  }

  /** Real seconds, and those of this thread's own work. */
  private static final class Stopwatch {
    private final long beganNanos = System.nanoTime();
    private final long beganCpuNanos = cpuNanos();
    private double real;
    private double cpu;

    private void stop() {
      real = (System.nanoTime() - beganNanos) / NANOS_PER_SECOND;
      cpu = (cpuNanos() - beganCpuNanos) / NANOS_PER_SECOND;
    }

    private static long cpuNanos() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  }
}
