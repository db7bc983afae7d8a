package io.ringside.testing;

import io.ringside.client.Client;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.sim.Wiring;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.Optional;

/** A planted bug: only reads that wait for their repair find anything. Replicas are sound. */
public final class ForgetfulReads implements Wiring {
  @Override
  public Client client(Client client) {
    return new Client() {
      /** Only a read is answered by what was found, so the one cast is safe. */
      @Override
      @SuppressWarnings("unchecked")
      public <R> Future<R> execute(Operation<R> operation) {
        boolean forgets = operation.options().repair() != Options.Repair.BLOCKING;
        return client.execute(operation).map(answer ->
            forgets && answer instanceof Found ? (R) new Found(Siblings.NONE, Optional.empty()) : answer);
      }

      @Override
      public RequestId newRequest() {
        return client.newRequest();
      }
    };
  }
}
