package io.ringside.fault;

import io.ringside.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Which links work badly on purpose, each direction for itself. Immutable. What a node tells itself crosses no link.
 *
 * @param usual what all links have that are not named
 * @param named the others, with all that they have
 */
public record LinkTroubles(LinkTrouble usual, SortedMap<Cut, LinkTrouble> named) {
  /*
   * A FaultPlan knows a loss and a delay of all links together. They could be told apart there, but a plan's words are in the
   * hash of every seed, and what the swarm draws should stay what it was.
   */

  /** Every link is as good as the network is. */
  public static final LinkTroubles NONE = new LinkTroubles(LinkTrouble.NONE, new TreeMap<>());

  public LinkTroubles {
    var others = new TreeMap<Cut, LinkTrouble>(named);
    LinkTrouble all = usual;
    others.values().removeIf(all::equals);
    named = Collections.unmodifiableSortedMap(others);
  }

  /** What is wrong from one node to another, which is not itself. */
  public LinkTrouble on(NodeId from, NodeId to) {
    return named.isEmpty() ? usual : named.getOrDefault(new Cut(from, to), usual);
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /** With these links changed, on top of what they had; with every link changed if none is named. */
  public LinkTroubles with(Collection<Cut> links, UnaryOperator<LinkTrouble> change) {
    var changed = new TreeMap<Cut, LinkTrouble>(named);
    if (links.isEmpty()) {
      changed.replaceAll((link, trouble) -> change.apply(trouble));
      return new LinkTroubles(change.apply(usual), changed);
    }
    links.forEach(link -> changed.put(link, change.apply(on(link.from(), link.to()))));
    return new LinkTroubles(usual, changed);
  }

  /** Whether some message may arrive twice. */
  public boolean duplicates() {
    return usual.duplication() > 0 || named.values().stream().anyMatch(trouble -> trouble.duplication() > 0);
  }

  /** So long after all of it has ended the last message is there that it held up. */
  public long longestDelayMillis() {
    return named.values().stream().mapToLong(LinkTrouble::delayMillis).reduce(usual.delayMillis(), Math::max);
  }

  /** Each under the name that the event log has for it: {@code loss 20%} of all links, {@code delay 200ms n1->n2} of one. */
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(usual.names());
    named.forEach((link, trouble) -> trouble.names().stream().filter(name -> !usual.names().contains(name))
        .forEach(name -> names.add(name + " " + link)));
    return Collections.unmodifiableSortedSet(names);
  }
}
