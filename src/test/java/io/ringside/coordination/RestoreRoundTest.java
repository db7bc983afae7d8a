package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.message.Request;
import io.ringside.operation.Count;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Options;
import io.ringside.operation.Restored;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestoreRoundTest extends CoordinatorFixture {
  private final Siblings old = holding("n1", "milk");

  private Future<Restored> restore(Options options) {
    return coordinator.execute(new Operation.Restore(CART, old, options));
  }

  @Test
  void everyOwnerIsSentWhatWasHeldAndNobodyMints() {
    willing(primaries);
    assertThat(resultOf(restore(Options.DEFAULTS)).stored()).isEqualTo(2);
    assertThat(transport.sent(Request.Store.class))
        .allSatisfy(store -> {
          assertThat(store.siblings()).isEqualTo(old);
          assertThat(store.reason()).isEqualTo(Request.Store.Reason.RESTORE);
        });
    assertThat(askedTo(Request.Store.class)).isEqualTo(primaries);
    assertThat(askedTo(Request.Mint.class)).isEmpty();
  }

  @Test
  void aSilentOwnerIsStoodInForByAFallbackWithAHint() {
    willing(List.of(p1, p3, f1));
    silent(p2);
    assertThat(resultOf(restore(Options.DEFAULTS.withQuorum(Count.ALL))).stored()).isEqualTo(3);
    assertThat(transport.sent(Request.Hint.class)).extracting(Request.Hint::target).containsExactly(p2);
  }

  @Test
  void anOwnerThatRefusesIsNotStoodInFor() {
    willing(List.of(p1, p3, f1));
    refusing(p2);
    assertThat(resultOf(restore(Options.DEFAULTS)).stored()).isEqualTo(2);
    assertThat(askedTo(Request.Hint.class)).isEmpty();
  }

  @Test
  void fewerThanWIsAFailureThatMayBeTriedAgain() {
    willing(List.of(p1));
    unavailable(p2, p3, f1, f2, f3);
    OperationFailure failure = failureOf(restore(Options.DEFAULTS));
    assertThat(failure.kind()).isEqualTo(Kind.QUORUM_MISSED);
    assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failure.stored()).isEqualTo(1);
    assertThat(failure.mayRetry()).isTrue();
  }
}
