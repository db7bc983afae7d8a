package io.ringside.gossip;

import io.ringside.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Whom to probe next: everybody once, in random order, and then everybody again in another one (SWIM, section 4.3). So each
 * member's turn comes again within 2 · others − 1 periods, for certain, while the mean stays that of random choice.
 */
final class ProbeOrder {
  private final RandomGenerator random;
  private final List<NodeId> pass;
  private int at;

  ProbeOrder(Collection<NodeId> others, RandomGenerator random) {
    this.random = random;
    this.pass = new ArrayList<>(others);
    this.at = pass.size();
  }

  /** The next one that is wanted at all; empty if none is. */
  Optional<NodeId> next(Predicate<NodeId> wanted) {
    for (int tries = 2 * pass.size(); tries > 0; tries--) {
      if (at == pass.size()) {
        shuffle(pass, random);
        at = 0;
      }
      NodeId node = pass.get(at++);
      if (wanted.test(node)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  /** Fisher and Yates; {@code Collections.shuffle} takes no {@link RandomGenerator} before Java 21. */
  static void shuffle(List<NodeId> nodes, RandomGenerator random) {
    for (int last = nodes.size() - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      nodes.set(last, nodes.set(other, nodes.get(last)));
    }
  }
}
