package io.ringside.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.operation.Count;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static final Key CART = Key.of("cart");
  private static final RequestId REQUEST = RequestId.of("one");
  private static final Options OPTIONS = Options.DEFAULTS.withN(Count.of(2)).withQuorum(Count.ALL).withTimeoutMillis(700);

  private final List<Operation<?>> asked = new ArrayList<>();
  private Siblings held = Siblings.NONE;

  private final Client client = new Client() {
    @Override
    @SuppressWarnings("unchecked") // An operation's type names its answer's.
    public <R> Future<R> execute(Operation<R> operation) {
      asked.add(operation);
      return (Future<R>) Future.succeededFuture(operation instanceof Operation.Get
          ? new Found(held, Optional.empty()) : new Written(Dot.of("n1", 2), held.context(), Optional.empty()));
    }

    @Override
    public RequestId newRequest() {
      return REQUEST;
    }
  };

  @Test
  void aDeleteWithoutAContextIsSettledByOneReadAndThenNamesWhatItDeletes() {
    held = Siblings.NONE.put(Actor.of("n1"), new Version(CausalContext.EMPTY, RequestId.of("other"), 0, Optional.of(Content.text("milk"))));

    assertThat(client.delete(CART, REQUEST, OPTIONS).succeeded()).isTrue();

    assertThat(asked).containsExactly(
        new Operation.Get(CART, Options.DEFAULTS.withN(Count.of(2)).withTimeoutMillis(700)),
        new Operation.Delete(CART, held.context(), REQUEST, OPTIONS));
  }

  @Test
  void whereThereNeverWasAnythingThereIsNothingToDelete() {
    Future<Written> deleted = client.delete(CART);

    assertThat(deleted.cause()).isInstanceOfSatisfying(OperationFailure.class,
        failure -> assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND));
    assertThat(asked).hasSize(1);
  }
}
