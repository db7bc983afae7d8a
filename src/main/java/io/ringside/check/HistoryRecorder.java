package io.ringside.check;

import io.ringside.NodeId;
import io.ringside.check.Attempt.Answer;
import io.ringside.check.Attempt.Call;
import io.ringside.check.Attempt.Outcome;
import io.ringside.check.Attempt.Verb;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Written;
import io.ringside.version.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Writes a {@link History} while clients work. Not safe for more than one thread. */
public final class HistoryRecorder {
  private final LongSupplier clockMicros;
  private final Function<Operation<?>, Witnesses> witnesses;
  private final List<Open> begun = new ArrayList<>();
  private final Map<RequestId, Open> writes = new LinkedHashMap<>();
  private long lastMicros = Long.MIN_VALUE;

  /** The clock never goes back, and is the same for all sessions. */
  public HistoryRecorder(LongSupplier clockMicros) {
    this(clockMicros, operation -> Witnesses.UNKNOWN);
  }

  /** @param witnesses those that an operation asks for, as far as anybody knows how the cluster is configured */
  public HistoryRecorder(LongSupplier clockMicros, Function<Operation<?>, Witnesses> witnesses) {
    this.clockMicros = clockMicros;
    this.witnesses = witnesses;
  }

  /**
   * To be called when a client asks; {@code strict} as in {@link Call}. A write that is asked for again, under the same request
   * id, goes on with the attempt that it began.
   */
  public Open begin(String session, NodeId node, Operation<?> operation, boolean strict) {
    Open before = writes.get(operation.request());
    if (before != null) {
      before.again();
      return before;
    }
    var open = new Open(callOf(session, node, operation, strict), witnesses.apply(operation), nowMicros());
    begun.add(open);
    if (!operation.request().isNone()) {
      writes.put(operation.request(), open);
    }
    return open;
  }

  /** Never the same twice: what comes first is before what comes next, though in virtual time the clock stands still. */
  private long nowMicros() {
    lastMicros = Math.max(lastMicros + 1, clockMicros.getAsLong());
    return lastMicros;
  }

  private static Call callOf(String session, NodeId node, Operation<?> operation, boolean strict) {
    if (operation instanceof Operation.Put put) {
      return new Call(session, node, Verb.PUT, put.key(), put.request(), Optional.of(put.context()),
          Optional.of(put.content()), put.options().ttlMillis(), strict);
    }
    if (operation instanceof Operation.Delete delete) {
      return new Call(session, node, Verb.DELETE, delete.key(), delete.request(), Optional.of(delete.context()), Optional.empty(), strict);
    }
    if (operation instanceof Operation.Restore) {
      throw new IllegalArgumentException("A history tells what clients did, and no client does " + operation);
    }
    return new Call(session, node, Verb.GET, operation.key(), RequestId.NONE, Optional.empty(), Optional.empty(), strict);
  }

  /** Everything so far; what has not ended is of unknown outcome. */
  public History history() {
    return new History(begun.stream().map(Open::attempt).toList());
  }

  /**
   * An attempt that has begun. It ends once, or once for each time that it was begun; until then, or if it never does, its
   * outcome is unknown. One success makes it one, and any doubt leaves it in doubt.
   */
  public final class Open {
    private final Call call;
    private final long invokedMicros;
    private Witnesses witnesses;
    private boolean entitled;
    private int running = 1;
    private Attempt ended;

    private Open(Call call, Witnesses witnesses, long invokedMicros) {
      this.call = call;
      this.witnesses = witnesses;
      this.invokedMicros = invokedMicros;
    }

    private void again() {
      running++;
    }

    /** To be called when it is known that enough nodes could be reached from its beginning to its end. */
    public void entitled() {
      entitled = true;
    }

    /** To be called with what the operation's future completed with. */
    public void succeeded(Object answer) {
      if (answer instanceof Written written) {
        end(Outcome.OK, new Answer(Optional.of(written.dot()), new TreeMap<>(), written.context()));
      } else if (answer instanceof Found found) {
        witnesses = found.explanation().map(witnesses::explainedBy).orElse(witnesses);
        end(Outcome.OK, new Answer(Optional.empty(), found.siblings().versions(), found.context()));
      } else {
        throw new IllegalArgumentException("Neither a read nor a write is answered by " + answer);
      }
    }

    /** To be called with what the operation's future failed with. */
    public void failed(Throwable failure) {
      boolean certain = !call.isWrite() || failure instanceof OperationFailure known && known.effect() == Effect.NOT_APPLIED;
      end(certain ? Outcome.FAILED : Outcome.UNKNOWN, Answer.NONE);
    }

    private void end(Outcome outcome, Answer answer) {
      if (running == 0) {
        throw new IllegalStateException("It has ended: " + ended);
      }
      running--;
      if (ended != null && (ended.isOk() || outcome == Outcome.FAILED)) {
        return;
      }
      ended = new Attempt(call, invokedMicros, nowMicros(), outcome, false, answer);
    }

    private Attempt attempt() {
      boolean open = running > 0 && ended != null && !ended.isOk();
      return ended == null || open
          ? new Attempt(call, invokedMicros, Attempt.NEVER, Outcome.UNKNOWN, entitled, Answer.NONE, witnesses)
          : new Attempt(call, invokedMicros, ended.returnedMicros(), ended.outcome(), entitled, ended.answer(), witnesses);
    }
  }
}
