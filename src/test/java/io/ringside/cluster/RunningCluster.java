package io.ringside.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.http.JsonClient;
import io.ringside.testing.SmallJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A cluster of small JVMs for a test, and what a test does to them. */
final class RunningCluster implements AutoCloseable {
  /** So much patience that only a real hang, and no busy machine, fails an operation. */
  private static final List<String> PATIENT =
      List.of("--set", "quorum.operationTimeoutMillis=8000", "--set", "quorum.replicaTimeoutMillis=1000");

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonClient http = new JsonClient(LIMIT);
  private final ProcessCluster cluster;

  /** @param options for each JVM, beside those that keep it small */
  RunningCluster(ClusterPlan plan, String... options) {
    List<String> all = Stream.concat(SmallJvm.OPTIONS.stream(), Stream.of(options)).toList();
    List<String> settings = Stream.concat(PATIENT.stream(), plan.settings().stream()).toList();
    this.cluster = new ProcessCluster(new ClusterPlan(plan.directory(), plan.members(), settings),
        JavaCommand.with("io.ringside.cli.Main", all), member -> { });
  }

  /** Starts all members, the first one alone at first, which makes it Hazelcast's oldest. */
  RunningCluster start() {
    List<String> names = names();
    cluster.restart(names.get(0));
    names.stream().skip(1)
        .map(name -> CompletableFuture.runAsync(() -> cluster.restart(name), task -> new Thread(task).start()))
        .toList()
        .forEach(CompletableFuture::join);
    cluster.awaitAgreement();
    return this;
  }

  List<String> names() {
    return cluster.plan().members().stream().map(MemberPlan::name).toList();
  }

  /** The members' HTTP addresses, that of {@code first} first. */
  List<String> addressesFrom(int first) {
    List<String> all = cluster.members().stream().map(MemberState::http).toList();
    var rotated = new ArrayList<>(all.subList(first % all.size(), all.size()));
    rotated.addAll(all.subList(0, first % all.size()));
    return rotated;
  }

  /** As {@code kill -SIGNAL pid} does it. */
  void signal(String name, String signal) {
    run("kill", "-" + signal, Long.toString(stateOf(name).pid()));
  }

  /** What the command says; a test fails whose command does. */
  static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(String.join(" ", command) + ": " + said).isZero();
      return said;
    } catch (IOException | InterruptedException thrown) {
      throw new IllegalStateException(String.join(" ", command), thrown);
    }
  }

  MemberState stateOf(String name) {
    return cluster.members().stream().filter(member -> member.name().equals(name)).findFirst().orElseThrow();
  }

  void restart(String name) {
    cluster.restart(name);
  }

  /** Waits until the member at this address keeps no hint, and neither does any other that it reaches. */
  void awaitNoHints(String address) {
    await("every member is up and keeps no hint", () -> nodes(address)
        .allMatch(node -> node.path("ready").asBoolean() && node.path("hints").isEmpty()));
  }

  /** Waits until the members at this address' side hold exactly so many for alive. */
  void awaitAlive(String address, int members) {
    await(members + " members are alive", () ->
        nodes(address).filter(node -> node.path("status").asText().equals("alive")).count() == members);
  }

  /** Whether the member at this address holds any other for dead. */
  boolean mournsAnybody(String address) {
    return nodes(address).anyMatch(node -> node.path("status").asText().equals("dead"));
  }

  /** Whether each of so many nodes answers on its own address of the event bus when the member at this HTTP address asks. */
  boolean allAnswer(String address, int members) {
    return nodes(address).filter(node -> node.path("ready").asBoolean()).count() == members;
  }

  private Stream<JsonNode> nodes(String address) {
    return StreamSupport.stream(json(address + "/cluster").path("nodes").spliterator(), false);
  }

  /** Waits until all primaries of the key hold the same versions. */
  void awaitEqualReplicas(String address, String key) {
    await("the replicas of " + key + " are equal", () -> {
      var records = new TreeSet<String>();
      for (JsonNode replica : json(address + "/cluster/keys/default/" + key).path("replicas")) {
        if (replica.path("role").asText().equals("primary")) {
          records.add(replica.path("reachable") + " " + replica.path("record"));
        }
      }
      return records.size() == 1 && records.first().startsWith("true");
    });
  }

  static void await(String what, BooleanSupplier condition) {
    assertThat(Await.until(LIMIT, condition)).as(what + " within " + LIMIT.toSeconds() + " s").isTrue();
  }

  private JsonNode json(String url) {
    try {
      return http.get(url).body();
    } catch (IOException notNow) {
      return JSON.createObjectNode();
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
