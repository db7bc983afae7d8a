package io.ringside.repair;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.merkle.MerkleTree;
import io.ringside.merkle.TreeId;
import io.ringside.storage.StoreKeys;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the last exchange with each other owner ended early: the next one begins behind that. Not safe for more than one thread. */
final class Resumption {
  /*
   * Places are those of records in Space.MERKLE: tree by tree, leaf by leaf. An exchange goes from there to the end, and the one
   * after it begins at the beginning. So what never gets through, a record or a whole tree, keeps nothing behind it from its turn.
   */
  private final SortedMap<NodeId, Bytes> places = new TreeMap<>();

  /** The exchange came to its end. */
  void ended(NodeId peer) {
    places.remove(peer);
  }

  /** This was the last record of which it is known what became. */
  void endedAt(NodeId peer, Bytes place) {
    places.put(peer, place);
  }

  void endedWith(NodeId peer, TreeId tree) {
    places.put(peer, endOf(tree));
  }

  private static Bytes endOf(TreeId tree) {
    return StoreKeys.merkleLeafStart(tree, MerkleTree.LEAVES);
  }

  /** Behind this place an exchange about these trees begins; {@link Bytes#EMPTY} is before all. */
  Bytes placeFor(NodeId peer, List<TreeId> trees) {
    Bytes place = places.getOrDefault(peer, Bytes.EMPTY);
    return behind(place, trees).isEmpty() ? Bytes.EMPTY : place;
  }

  /** The trees of which something may lie behind the place, in order. */
  static List<TreeId> behind(Bytes place, List<TreeId> sorted) {
    return sorted.stream().dropWhile(tree -> endOf(tree).compareTo(place) <= 0).toList();
  }
}
