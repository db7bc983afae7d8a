package io.ringside.scenario;

import io.ringside.config.ConfigException;
import io.ringside.config.NodeConfig;
import io.ringside.http.ScenarioStage.TooMuch;
import io.ringside.http.ScenarioStage.Unplayable;
import io.ringside.sim.RunLog;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Plays in virtual time what a visitor has written, within bounds: nobody has looked at it before. Once only. */
final class Rehearsal {
  /** Of this many characters no line for each number of each range can make more operations than a heap holds. */
  static final int MAX_WRITTEN_OUT = 1 << 20;

  static final int MAX_NODES = 64;

  /** Each has a Merkle tree at each of its owners. */
  static final int MAX_PARTITIONS = 1024;

  /** A measurement is one task of the world and cannot be broken off; these are seconds. */
  static final int MAX_READS = 250_000;

  /** The longest of the scenarios that come with the program has two thirds of it. */
  static final int MAX_LOG_BYTES = 64 << 20;

  static final long MAX_MILLIS = 30_000;

  private static final String ELSEWHERE =
      "bin/ringside scenario run FILE --record RUN.jsonl plays it without bounds, and this page opens RUN.jsonl";
  private static final byte NEW_LINE = '\n';
  private static final String PARTITIONS = "cluster.partitions=";

  private final String build;
  private final LongSupplier nowMillis;
  private final Buffer log = Buffer.buffer();

  /** @param nowMillis real time, of which no more is taken than is allowed */
  Rehearsal(String build, LongSupplier nowMillis) {
    this.build = build;
    this.nowMillis = nowMillis;
  }

  /**
   * The run's event log, the same, byte for byte, as {@code scenario run NAME.scenario --seed S --record} writes in this build.
   *
   * @throws Unplayable at the first word that cannot be used
   * @throws TooMuch if it passes a bound
   */
  Buffer play(String text, long seed) {
    Scenario scenario = parsed(text);
    checkSize(scenario);
    long until = nowMillis.getAsLong() + MAX_MILLIS;
    var origin = new RunLog.Origin(build, scenario.name() + ".scenario --seed " + seed);
    boolean whole = SimWorld.recordWhile(() -> log.length() <= MAX_LOG_BYTES && nowMillis.getAsLong() < until, scenario, seed,
        Narrator.SILENT, origin, line -> log.appendString(line).appendByte(NEW_LINE)).isPresent();
    if (!whole) {
      throw new TooMuch(log.length() > MAX_LOG_BYTES
          ? "its log has more than " + (MAX_LOG_BYTES >> 20) + " MiB"
          : "it is not over after " + MAX_MILLIS / 1000 + " s of real time, or an hour of its own", ELSEWHERE);
    }
    return log;
  }

  private static Scenario parsed(String text) {
    try {
      Scenario scenario = new ScenarioParser(text, MAX_WRITTEN_OUT).parse();
      NodeConfig.of(scenario.cluster().allSettings().toArray(String[]::new));
      return scenario;
    } catch (ScenarioException refused) {
      throw new Unplayable(refused.line(), refused.column(), refused.reason(), refused.hint());
    } catch (ConfigException refused) {
      throw new Unplayable(lineOfCluster(text), 1, refused.problems().get(0).what(), refused.problems().get(0).hint());
    }
  }

  private static int lineOfCluster(String text) {
    List<String> lines = text.lines().toList();
    return 1 + IntStream.range(0, lines.size()).filter(i -> lines.get(i).strip().startsWith("cluster")).findFirst().orElse(0);
  }

  private static void checkSize(Scenario scenario) {
    ClusterShape shape = scenario.cluster();
    if (shape.nodes() > MAX_NODES) {
      throw new TooMuch("it asks for " + shape.nodes() + " nodes, and " + MAX_NODES + " are allowed", ELSEWHERE);
    }
    if (shape.settings().stream().anyMatch(setting -> setting.startsWith(PARTITIONS) && partitions(setting) > MAX_PARTITIONS)) {
      throw new TooMuch("it asks for more partitions than " + MAX_PARTITIONS, ELSEWHERE);
    }
    long reads = scenario.steps().stream().map(Step::action).mapToLong(Rehearsal::reads).sum();
    if (reads > MAX_READS) {
      throw new TooMuch("it measures " + reads + " reads, and " + MAX_READS + " are allowed", ELSEWHERE);
    }
  }

  private static int partitions(String setting) {
    return Integer.parseInt(setting.substring(PARTITIONS.length()));
  }

  private static long reads(Action action) {
    if (action instanceof Action.Each each) {
      return each.actions().stream().mapToLong(Rehearsal::reads).sum();
    }
    return action instanceof Action.Measure measure
        ? (long) measure.measurement().reads() * measure.measurement().timesMillis().size() : 0;
  }
}
