package io.ringside.coordination;

import io.ringside.NodeId;
import io.ringside.coordination.Tally.Outcome;
import io.ringside.message.Ack;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Makes sure that W primaries have what a read is about to answer, so that any later read that asks R of them, with R + W above N,
 * sees it too.
 *
 * <p>Source: Attiya, Bar-Noy, Dolev, "Sharing memory robustly in message-passing systems" (JACM 1995): a read writes back.
 */
final class WriteBack {
  /*
   * A primary whose answer covers what is read has it already. The others are sent it, as many at a time as are still needed: first
   * those that answered something else, then those that have not answered. Fallbacks do not count: a later read need not ask them.
   */
  private final BiFunction<NodeId, Siblings, Future<Ack>> bring;
  private final Siblings read;
  private final int needed;
  private final Deque<NodeId> left;
  private final int having;
  private final SortedSet<NodeId> brought = new TreeSet<>();
  private final Quorum.Vote<NodeId> vote = new Quorum.Vote<>(this::judge);
  private int sent;

  /**
   * @param bring completes when a node has merged what is read, and fails as it does
   * @param having primaries whose own answer covers what is read
   * @param behind the other primaries, those first that are known to lack it
   * @param needed how many must have it in the end
   */
  WriteBack(BiFunction<NodeId, Siblings, Future<Ack>> bring, Siblings read, int having, List<NodeId> behind, int needed) {
    this.bring = bring;
    this.read = read;
    this.having = having;
    this.left = new ArrayDeque<>(behind);
    this.needed = needed;
  }

  /** Completes when so many have it; fails with {@link Quorum.OutOfReach} when that cannot be. */
  Future<?> run() {
    vote.look();
    return vote.verdict();
  }

  Siblings read() {
    return read;
  }

  /** Those that took it so far. */
  SortedSet<NodeId> brought() {
    return Collections.unmodifiableSortedSet(brought);
  }

  /** Sends it to as many as are lacking, and to the next for each that fails. */
  private Outcome judge(List<NodeId> acknowledged, int failures) {
    var next = new ArrayList<NodeId>();
    while (having + sent - failures < needed && !left.isEmpty()) {
      next.add(left.poll());
      sent++;
    }
    next.forEach(this::send);
    return new Tally(needed, having + sent + left.size(), having + acknowledged.size(), failures).outcome();
  }

  private void send(NodeId node) {
    vote.add(bring.apply(node, read).map(ack -> {
      brought.add(node);
      return node;
    }));
  }
}
