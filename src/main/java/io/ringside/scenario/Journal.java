package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.DotLedger;
import io.ringside.check.History;
import io.ringside.check.HistoryRecorder;
import io.ringside.check.WithinReach;
import io.ringside.check.Witnesses;
import io.ringside.client.Client;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** Remembers what clients asked and were told: what the checkers need in the end. Not safe for more than one thread. */
public final class Journal {
  private final HistoryRecorder recorder;
  private final ToIntFunction<Key> copies;
  private final Entitlement entitlement;
  private final DotLedger ledger = new DotLedger();
  private final SortedSet<Key> written = new TreeSet<>();
  private final SortedMap<Key, Siblings> latestSiblings = new TreeMap<>();
  private long operations;
  private long failures;
  private long notApplied;

  /**
   * @param clockMicros never goes back
   * @param copies how many primaries a key has
   * @param witnesses those that an operation asks for; unknown where nobody knows how the cluster is configured
   */
  public Journal(LongSupplier clockMicros, ToIntFunction<Key> copies, Function<Operation<?>, Witnesses> witnesses) {
    this(clockMicros, copies, witnesses, Entitlement.NONE);
  }

  Journal(LongSupplier clockMicros, ToIntFunction<Key> copies, Function<Operation<?>, Witnesses> witnesses,
      Entitlement entitlement) {
    this.entitlement = entitlement;
    this.recorder = new HistoryRecorder(clockMicros, witnesses);
    this.copies = copies;
  }

  /** All that was asked and told so far. */
  History history() {
    return recorder.history();
  }

  /** Every key that was written, or may have been. */
  public SortedSet<Key> written() {
    return new TreeSet<>(written);
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
  void saw(Key key, Siblings siblings) {
    ledger.saw(key, siblings);
    if (siblings.versions().size() > 1) {
      latestSiblings.put(key, siblings);
    }
  }

  /** The same client, whose operations are written down; it asks this node first. */
  public Client recording(NodeId node, Client client) {
    return new Client() {
      @Override
      public <R> Future<R> execute(Operation<R> operation) {
        Operation<R> named = operation.named(client::newRequest);
        HistoryRecorder.Open open = recorder.begin(node.name(), node, named, isStrict(named));
        if (!named.request().isNone()) {
          written.add(named.key());
        }
        long claim = entitlement.claim(node, named);
        return client.execute(named).andThen(done -> {
          if (claim >= 0 && claim == entitlement.claim(node, named) && !WithinReach.isNoMatterOfReach(done.cause(), true)) {
            open.entitled();
          }
          record(named, open, done);
        });
      }

      @Override
      public RequestId newRequest() {
        return client.newRequest();
      }
    };
  }

  /** Any two such operations meet in a primary. */
  private boolean isStrict(Operation<?> operation) {
    int n = copies.applyAsInt(operation.key());
    return 2 * operation.options().primaries().resolve(n, 0) > n;
  }

  private void record(Operation<?> operation, HistoryRecorder.Open open, AsyncResult<?> done) {
    operations++;
    if (done.succeeded()) {
      open.succeeded(done.result());
    } else {
      failures++;
      notApplied += done.cause() instanceof OperationFailure failure && failure.effect() == Effect.NOT_APPLIED ? 1 : 0;
      open.failed(done.cause());
    }
    if (done.result() instanceof Found found) {
      saw(operation.key(), found.siblings());
    }
  }
}
