package io.ringside.sim;

import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.coordination.Coordinator;
import io.ringside.env.Scheduler.Timer;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Random;
import java.util.SortedMap;

/** A client in virtual time. It loses its answer when the coordinator that works for it crashes, and asks the next. */
public final class SimClient implements Client {
  private static final long HOP_MICROS = 300;
  private static final long LIMIT_MILLIS = 4000;

  private final SimScheduler world;
  private final SortedMap<NodeId, SimMember> members;
  private final NodeId preferred;
  private final Random random;

  SimClient(SimScheduler world, SortedMap<NodeId, SimMember> members, NodeId preferred, Random random) {
    this.world = world;
    this.members = members;
    this.preferred = preferred;
    this.random = random;
  }

  @Override
  public RequestId newRequest() {
    return new RequestId(random.nextLong(), random.nextLong() | 1);
  }

  @Override
  public <R> Future<R> execute(Operation<R> operation) {
    return attempt(operation, coordinators(), Effect.NOT_APPLIED);
  }

  /** The preferred node, then the others in order, each once. */
  private Deque<NodeId> coordinators() {
    var order = new ArrayList<>(members.keySet());
    order.remove(preferred);
    var all = new ArrayDeque<>(order);
    all.addFirst(preferred);
    return all;
  }

  /** {@code before} is what earlier tries may have done. */
  private <R> Future<R> attempt(Operation<R> operation, Deque<NodeId> coordinators, Effect before) {
    return ask(operation, coordinators.poll()).recover(failure -> {
      if (!(failure instanceof OperationFailure known)) {
        return Future.failedFuture(failure);
      }
      OperationFailure sofar = known.after(before);
      return known.kind() == Kind.UNREACHABLE && !coordinators.isEmpty()
          ? attempt(operation, coordinators, sofar.effect())
          : Future.failedFuture(sofar);
    });
  }

  private <R> Future<R> ask(Operation<R> operation, NodeId node) {
    Promise<R> answer = Promise.promise();
    SimMember member = members.get(node);
    Timer limit = world.after(LIMIT_MILLIS, () -> answer.tryFail(silence(node)));
    world.afterMicros(HOP_MICROS, () -> {
      if (!member.isUp()) {
        answer.tryFail(silence(node));
        return;
      }
      Life life = member.life().orElseThrow();
      Coordinator coordinator = member.coordinator().orElseThrow();
      life.whenAwake(() -> coordinator.execute(operation).onComplete(done -> world.afterMicros(HOP_MICROS, () -> {
        if (life.isOver()) {
          return;
        }
        limit.cancel();
        if (done.succeeded()) {
          answer.tryComplete(done.result());
        } else {
          answer.tryFail(done.cause());
        }
      })));
    });
    return answer.future();
  }

  private static OperationFailure silence(NodeId node) {
    return new OperationFailure(Kind.UNREACHABLE, node + " does not answer", "try another node", Effect.UNKNOWN, 0);
  }
}
