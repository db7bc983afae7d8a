package io.ringside.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.physics.Latencies;
import io.ringside.physics.Model;
import io.ringside.physics.Quorums;
import io.ringside.physics.StaleShares;
import io.ringside.physics.StaleShares.Share;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

class StalenessTest {
  @Test
  void theNodesAreHeldAgainstTheModel() {
    var expected = new Expectation.StaleAsPredicted(2);

    assertThat(having(1, 1, new Share(0, 37.6, 37.5), new Share(10, 15.6, 13.7)).asPredicted(expected).succeeded()).isTrue();
    assertThat(having(1, 1, new Share(0, 37.6, 37.5), new Share(10, 15.8, 13.7)).asPredicted(expected).cause())
        .hasMessageContaining("expected at most 2 points").hasMessageContaining("10 ms 15.8% (13.7%)");
  }

  @Test
  void oneStaleReadIsTooManyWhereQuorumsMeet() {
    assertThat(having(2, 2, new Share(0, 0, 0)).noneWhereQuorumsMeet().succeeded()).isTrue();
    assertThat(having(2, 2, new Share(0, 0.01, 0)).noneWhereQuorumsMeet().cause()).hasMessageContaining("R=2 W=2");
    assertThat(having(1, 2, new Share(0, 0.01, 0)).noneWhereQuorumsMeet().succeeded()).isTrue();
  }

  private static Staleness having(int r, int w, Share... shares) {
    var quorums = new Quorums(3, r, w);
    Latencies any = Latencies.parse("constant(1)");
    var staleness = new Staleness(asked -> Future.succeededFuture(new StaleShares(quorums, 10_000, List.of(shares))));
    staleness.measure(new Measurement(new Model("any", any, any, any, any), quorums, 10_000, List.of(0.0)));
    return staleness;
  }
}
