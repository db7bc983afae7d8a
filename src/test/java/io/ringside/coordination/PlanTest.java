package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.operation.Count;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Options;
import io.ringside.ring.ConsistentHashRing;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Key CART = Key.of("cart");
  private static final long NOW = 1000;

  private final NodeConfig config = NodeConfig.of("quorum.operationTimeoutMillis=3000");

  private static ConsistentHashRing ring(int nodes) {
    var roster = new TreeSet<NodeId>();
    IntStream.rangeClosed(1, nodes).forEach(i -> roster.add(NodeId.of("n" + i)));
    return ConsistentHashRing.founding(roster, 64, 3);
  }

  private Plan read(Options options) {
    return Plan.forRead(CART, options, config, ring(5), NOW);
  }

  private Plan write(Options options) {
    return Plan.forWrite(CART, options, config, ring(5), NOW);
  }

  private void refused(Options options, String reason) {
    assertThatThrownBy(() -> write(options)).isInstanceOfSatisfying(OperationFailure.class, refusal -> {
      assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
      assertThat(refusal).hasMessageContaining(reason);
      assertThat(refusal.hint()).isNotBlank();
    });
  }

  @Test
  void whatIsNotSaidTheBucketSays() {
    Plan plan = write(Options.DEFAULTS);

    assertThat(plan.quorum()).isEqualTo(2);
    assertThat(plan.primaries()).isZero();
    assertThat(plan.list().primaries()).hasSize(3);
    assertThat(plan.list().fallbacks()).hasSize(2);
    assertThat(plan.deadlineMillis()).isEqualTo(NOW + 3000);
    assertThat(plan.fanoutAll()).isTrue();
  }

  @Test
  void wordsDependOnTheReplicasThereAre() {
    assertThat(read(Options.DEFAULTS.withQuorum(Count.ONE)).quorum()).isEqualTo(1);
    assertThat(read(Options.DEFAULTS.withQuorum(Count.QUORUM)).quorum()).isEqualTo(2);
    assertThat(read(Options.DEFAULTS.withQuorum(Count.ALL)).quorum()).isEqualTo(3);
    assertThat(read(Options.DEFAULTS.withPrimaries(Count.ALL)).primaries()).isEqualTo(3);
    assertThat(read(Options.DEFAULTS.withN(Count.of(2)).withQuorum(Count.ALL)).quorum()).isEqualTo(2);
  }

  @Test
  void numbersThatCannotBeAreRefusedWithTheirReason() {
    refused(Options.DEFAULTS.withQuorum(Count.of(4)), "w=4 is more than the 3 replicas");
    refused(Options.DEFAULTS.withQuorum(Count.of(0)), "w=0 asks for nothing");
    refused(Options.DEFAULTS.withPrimaries(Count.of(4)), "pw=4 is more than the 3 replicas");
    refused(Options.DEFAULTS.withN(Count.of(4)), "n=4");
    refused(Options.DEFAULTS.withN(Count.of(0)), "n=0");
    refused(Options.DEFAULTS.withN(Count.of(1)).withQuorum(Count.of(2)), "w=2 is more than the 1 replicas");
    refused(Options.DEFAULTS.withTimeoutMillis(-1), "timeout=-1");
    refused(Options.DEFAULTS.withTimeoutMillis(Long.MAX_VALUE), "timeout=9223372036854775807");
    assertThatThrownBy(() -> read(Options.DEFAULTS.withQuorum(Count.of(4)))).hasMessageContaining("r=4");
    assertThatThrownBy(() -> read(Options.DEFAULTS.withPrimaries(Count.of(4)))).hasMessageContaining("pr=4");
  }

  @Test
  void aSmallClusterCutsTheBucketsNumbersButNotTheClients() {
    Plan alone = Plan.forWrite(CART, Options.DEFAULTS, config, ring(1), NOW);
    assertThat(alone.quorum()).isEqualTo(1);
    assertThat(alone.list().primaries()).hasSize(1);
    assertThat(Plan.forRead(CART, Options.DEFAULTS.withQuorum(Count.ALL), config, ring(2), NOW).quorum()).isEqualTo(2);
    assertThatThrownBy(() -> Plan.forWrite(CART, Options.DEFAULTS.withQuorum(Count.of(2)), config, ring(1), NOW))
        .isInstanceOf(OperationFailure.class).hasMessageContaining("w=2");
  }

  @Test
  void aRequestsTimeLimitCountsFromNow() {
    assertThat(read(Options.DEFAULTS.withTimeoutMillis(70)).deadlineMillis()).isEqualTo(NOW + 70);
  }

  @Test
  void aRequestsFanoutOverridesTheConfigured() {
    assertThat(read(Options.DEFAULTS.withFanout(Options.Fanout.QUORUM)).fanoutAll()).isFalse();
    assertThat(read(Options.DEFAULTS.withFanout(Options.Fanout.ALL)).fanoutAll()).isTrue();
  }

  @Test
  void aKeyBeyondItsLimitIsTooLarge() {
    Key large = Key.of("ü".repeat(513));
    assertThatThrownBy(() -> Plan.forRead(large, Options.DEFAULTS, config, ring(3), NOW))
        .isInstanceOfSatisfying(OperationFailure.class, refusal -> assertThat(refusal.kind()).isEqualTo(Kind.TOO_LARGE))
        .hasMessageContaining("1026 bytes").hasMessageContaining("1024");
  }
}
