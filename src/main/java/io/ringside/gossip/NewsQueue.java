package io.ringside.gossip;

import io.ringside.NodeId;
import io.ringside.membership.Member;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The beliefs that a node still spreads, at most one of each member. What was told least often is told first, so that fresh news
 * overtakes old; each is told a limited number of times. Not safe for more than one thread.
 */
final class NewsQueue {
  private static final Comparator<Item> LEAST_TOLD_THEN_NEWEST =
      Comparator.comparingInt((Item item) -> item.told).thenComparing(item -> item.order, Comparator.reverseOrder());

  private final int tellLimit;
  private final SortedMap<NodeId, Item> items = new TreeMap<>();
  private long order;

  NewsQueue(int tellLimit) {
    this.tellLimit = tellLimit;
  }

  /** multiplier · ⌈log₁₀(members + 1)⌉: enough to infect everybody with high probability. */
  static int tellLimit(int multiplier, int members) {
    return multiplier * (int) Math.ceil(StrictMath.log10(members + 1.0));
  }

  /** Replaces what was spread of the same member. */
  void add(Member belief) {
    items.put(belief.node(), new Item(belief, order++));
  }

  /** Up to {@code atMost} pieces of news, which count as told once more. */
  List<Member> take(int atMost) {
    List<Item> next = items.values().stream().sorted(LEAST_TOLD_THEN_NEWEST).limit(atMost).toList();
    for (Item item : next) {
      if (++item.told >= tellLimit) {
        items.remove(item.belief.node());
      }
    }
    return next.stream().map(item -> item.belief).toList();
  }

  int size() {
    return items.size();
  }

  private static final class Item {
    private final Member belief;
    private final long order;
    private int told;

    private Item(Member belief, long order) {
      this.belief = belief;
      this.order = order;
    }
  }
}
