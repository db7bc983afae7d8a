package io.ringside.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.config.DataConfig.Durability;
import io.ringside.config.QuorumConfig.Fanout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
  private static final String ROSTER = "cluster.members=n1=127.0.0.1:7101,n2=127.0.0.1:7102,n3=127.0.0.1:7103";

  @Test
  void theDefaultsAreAUsableConfiguration() {
    NodeConfig config = NodeConfig.of();
    assertThat(config.self()).isEqualTo(NodeId.of("n1"));
    assertThat(config.cluster().members()).isEmpty();
    assertThat(config.data()).isEqualTo(
        new DataConfig(Path.of("data"), Durability.SYNC, 16, 8, 10_000, 256, Path.of("backups"), 16));
    assertThat(config.quorum()).isEqualTo(new QuorumConfig(3, 2, 2, 0, 0, 3_000, 500, Fanout.ALL, 50, 5, 0));
    assertThat(config.gossip()).isEqualTo(new GossipConfig(500, 200, 3, 4, 6, 8, 4, 10_000));
    assertThat(config.hints()).isEqualTo(new HintsConfig(256, 1_000_000, 1_000, 64, 5_000, 75, 8_000));
    assertThat(config.limits()).isEqualTo(new LimitsConfig(1_024, 1_048_576, 10, 100, 4_194_304, 8_192, 10_000, 4_096, 0, 64));
    assertThat(config.http()).isEqualTo(new HttpConfig(true, "127.0.0.1", 8_098));
    assertThat(config.faults().allowed()).isFalse();
  }

  @Test
  void everyKindOfValueIsRead() {
    NodeConfig config = NodeConfig.of(ROSTER, "node.name=n2", "data.directory=/var/lib/ringside", "data.durability=async",
        "quorum.fanout=quorum", "faults.allowed=true", "log.level=debug");
    assertThat(config.cluster().members()).containsExactly(
        Founder.parse("n1=127.0.0.1:7101"), Founder.parse("n2=127.0.0.1:7102"), Founder.parse("n3=127.0.0.1:7103"));
    assertThat(config.data().directory()).isEqualTo(Path.of("/var/lib/ringside"));
    assertThat(config.data().durability()).isEqualTo(Durability.ASYNC);
    assertThat(config.quorum().fanout()).isEqualTo(Fanout.QUORUM);
    assertThat(config.faults().allowed()).isTrue();
    assertThat(config.log().level()).isEqualTo(NodeConfig.LogConfig.Level.DEBUG);
  }

  @Test
  void theBusPortIsTheOneInTheRosterUnlessItIsSet() {
    assertThat(NodeConfig.of().busPort()).isZero();
    assertThat(NodeConfig.of("bus.port=7200").busPort()).isEqualTo(7_200);
    assertThat(NodeConfig.of(ROSTER, "node.name=n3").busPort()).isEqualTo(7_103);
  }

  @Test
  void aBucketInheritsWhatItDoesNotSay() {
    NodeConfig config = NodeConfig.of("quorum.n=5", "buckets.cart.r=4", "buckets.a.b.w=1");
    assertThat(config.bucket("cart")).isEqualTo(new BucketConfig(5, 4, 2, 0, 0, 0));
    assertThat(config.bucket("a.b")).isEqualTo(new BucketConfig(5, 2, 1, 0, 0, 0));
    assertThat(config.bucket("other")).isEqualTo(new BucketConfig(5, 2, 2, 0, 0, 0));
  }

  @Test
  void eachKnobHasADefaultWithinItsRange() {
    assertThat(Schema.entries()).allSatisfy(entry -> assertThat(entry.parse(entry.knob().value())).isNotNull());
    assertThat(Schema.keys()).hasSizeGreaterThan(45).contains("http.port", "limits.tokenDots", "node.name");
  }

  @Test
  void aFounderIsReadAsItIsWritten() {
    for (String text : List.of("n1=10.0.0.1:7101", "a.b-c=host.example:1", "n1=[::1]:65535")) {
      assertThat(Founder.parse(text)).hasToString(text);
    }
    assertThat(Founder.parse("n1=[::1]:7101").host()).isEqualTo("::1");
  }
}
