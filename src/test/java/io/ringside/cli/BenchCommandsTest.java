package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That benchmarks of repair measure what they say; what comes of it is for people to read. */
class BenchCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private List<JsonObject> lines() {
    return out.toString().lines().map(JsonObject::new).toList();
  }

  @Test
  void treesFindAllThatDiffersAndOneMessageIsEnoughForNothing() {
    assertThat(run("bench", "trees", "--count", "2000", "--partitions", "8", "-o", "json")).as(err::toString).isZero();
    assertThat(lines()).hasSize(5).allMatch(line -> line.getInteger("found").equals(line.getInteger("differing")));
    assertThat(lines().get(0).getInteger("messages")).isOne();
    assertThat(lines().get(4).getDouble("entriesPerLaw")).isBetween(0.9, 1.1);
  }

  @Test
  void repairIsAtWorkInOneHalfOfTheSlicesOnly() {
    assertThat(run("bench", "repair", "--count", "400", "--rounds", "1", "--clients", "2", "--keys", "20", "--warm-up", "3",
        "--seconds", "3", "--set", "repair.periodMillis=500", "--set", "cluster.partitions=16", "-o", "json"))
        .as(err::toString).isIn(ExitCode.OK, ExitCode.DEGRADED);
    assertThat(lines()).extracting(line -> line.getString("repair")).containsExactly("off", "on");
    assertThat(lines().get(1).getLong("repaired")).isPositive();
  }

  @Test
  void viewersAreToldOfTheLoadInOneHalfOfTheSlicesOnly() {
    assertThat(run("bench", "feed", "--viewers", "2", "--rounds", "1", "--clients", "2", "--keys", "20", "--warm-up", "1",
        "--seconds", "1", "--set", "cluster.partitions=16", "-o", "json"))
        .as(err::toString).isIn(ExitCode.OK, ExitCode.DEGRADED);
    assertThat(lines()).extracting(line -> line.getInteger("viewers")).containsExactly(0, 2);
    assertThat(lines().get(0).getLong("eventsPerViewer")).isZero();
    assertThat(lines().get(1).getLong("eventsPerViewer")).isPositive();
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    assertThat(run("bench", "trees", "--partitions", "1")).isEqualTo(ExitCode.USAGE);
    assertThat(run("bench", "repair", "--rounds", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(run("bench", "feed", "--viewers", "-1")).isEqualTo(ExitCode.USAGE);
    assertThat(run("bench", "repair", "--clients", "9", "--keys", "2")).isEqualTo(ExitCode.USAGE);
  }
}
