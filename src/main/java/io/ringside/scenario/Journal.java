package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.check.DotLedger;
import io.ringside.check.Write;
import io.ringside.client.Client;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Remembers what clients wrote and were told: what the checkers need in the end. Not safe for more than one thread. */
public final class Journal {
  private final List<Write> writes = new ArrayList<>();
  private final DotLedger ledger = new DotLedger();
  private final SortedMap<Key, Siblings> latestSiblings = new TreeMap<>();
  private long operations;
  private long failures;
  private long notApplied;

  public List<Write> writes() {
    return Collections.unmodifiableList(writes);
  }

  /** How many operations have ended since {@link #beginCount}. */
  long operations() {
    return operations;
  }

  /** How many of them failed, for whatever reason. */
  long failures() {
    return failures;
  }

  /** How many of the failures said that nothing was stored. */
  long notApplied() {
    return notApplied;
  }

  void beginCount() {
    operations = 0;
    failures = 0;
    notApplied = 0;
  }

  DotLedger ledger() {
    return ledger;
  }

  /** The last siblings that anybody read of a key: two versions at least; {@link Siblings#NONE} if nobody did. */
  Siblings latestSiblings(Key key) {
    return latestSiblings.getOrDefault(key, Siblings.NONE);
  }

  /** To be told each record that is seen of a key. */
  public void saw(Key key, Siblings siblings) {
    ledger.saw(key, siblings);
    if (siblings.versions().size() > 1) {
      latestSiblings.put(key, siblings);
    }
  }

  /** The same client, whose operations are written down. */
  public Client recording(Client client) {
    return new Client() {
      @Override
      public <R> Future<R> execute(Operation<R> operation) {
        return client.execute(operation).andThen(done -> record(operation, done));
      }

      @Override
      public RequestId newRequest() {
        return client.newRequest();
      }
    };
  }

  private void record(Operation<?> operation, AsyncResult<?> done) {
    operations++;
    failures += done.failed() ? 1 : 0;
    notApplied += done.cause() instanceof OperationFailure failure && failure.effect() == Effect.NOT_APPLIED ? 1 : 0;
    if (operation instanceof Operation.Put put) {
      recordWrite(put.key(), put.request(), put.context(), done);
    } else if (operation instanceof Operation.Delete delete) {
      recordWrite(delete.key(), delete.request(), delete.context().orElse(CausalContext.EMPTY), done);
    } else if (done.result() instanceof Found found) {
      saw(operation.key(), found.siblings());
    }
  }

  private void recordWrite(Key key, RequestId request, CausalContext past, AsyncResult<?> done) {
    writes.add(new Write(key, request, past, done.succeeded()));
    if (done.result() instanceof Written written) {
      ledger.named(request, written.dot());
    }
  }
}
