package io.ringside.message;

import io.ringside.NodeId;
import io.ringside.PackedMap;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import java.util.List;
import java.util.SortedMap;

/**
 * Beliefs that are being spread. Immutable.
 *
 * @param accusers of each suspect among them, those who found it silent themselves; none if the teller does not know
 */
public record News(List<Member> members, SortedMap<NodeId, List<NodeId>> accusers) {
  public static final News NONE = new News(List.of());

  public News {
    members = List.copyOf(members);
    var copy = new PackedMap.Builder<NodeId, List<NodeId>>(accusers.size());
    accusers.forEach((suspect, by) -> copy.put(suspect, List.copyOf(by)));
    accusers = copy.build();
    for (NodeId suspect : accusers.keySet()) {
      if (members.stream().noneMatch(member -> member.node().equals(suspect) && member.status() == Status.SUSPECT)) {
        throw new IllegalArgumentException("There are accusers of " + suspect + ", which is not among the suspects: " + members);
      }
    }
  }

  /** Nobody says who accuses. */
  public News(List<Member> members) {
    this(members, PackedMap.empty());
  }

  /** Who found this suspect silent, as far as the teller knows. */
  public List<NodeId> accusersOf(NodeId suspect) {
    return accusers.getOrDefault(suspect, List.of());
  }
}
