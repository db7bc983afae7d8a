package io.ringside.testing;

import io.ringside.client.Client;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.sim.Wiring;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.Optional;

/** A planted bug: every read of something shows a value beside it that nobody ever wrote. Replicas are sound. */
public final class InventedReads implements Wiring {
  private static final Version INVENTED =
      new Version(CausalContext.EMPTY, RequestId.of("nobody"), 0, Optional.of(Content.text("invented")));

  @Override
  public Client client(Client client) {
    return new Client() {
      /** Only a read is answered by what was found, so the one cast is safe. */
      @Override
      @SuppressWarnings("unchecked")
      public <R> Future<R> execute(Operation<R> operation) {
        return client.execute(operation).map(answer ->
            answer instanceof Found found && !found.siblings().isEmpty() ? (R) beside(found) : answer);
      }

      @Override
      public RequestId newRequest() {
        return client.newRequest();
      }
    };
  }

  private static Found beside(Found found) {
    return new Found(found.siblings().put(Actor.of("nobody"), INVENTED), found.explanation());
  }
}
