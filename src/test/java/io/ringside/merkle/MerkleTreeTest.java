package io.ringside.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  private static final int LAST_LEAF = MerkleTree.LEAVES - 1;

  private record Entry(int leaf, long digest) {}

  private static MerkleTree treeOf(List<Entry> entries) {
    MerkleTree tree = MerkleTree.EMPTY;
    for (Entry entry : entries) {
      tree = tree.with(entry.leaf(), 0, entry.digest());
    }
    return tree;
  }

  private static List<Entry> entries(int count, long seed) {
    var random = new Random(seed);
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < count; i++) {
      entries.add(new Entry(random.nextInt(MerkleTree.LEAVES), random.nextLong()));
    }
    return entries;
  }

  @Property(tries = 100)
  void theOrderInWhichEntriesComeDoesNotMatter(@ForAll long seed, @ForAll @IntRange(max = 200) int count) {
    List<Entry> entries = entries(count, seed);
    var shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, new Random(~seed));
    assertThat(treeOf(shuffled)).isEqualTo(treeOf(entries)).hasSameHashCodeAs(treeOf(entries));
  }

  @Property(tries = 100)
  void whatIsTakenOutLeavesNoTrace(@ForAll long seed, @ForAll @IntRange(max = LAST_LEAF) int leaf, @ForAll long digest) {
    MerkleTree tree = treeOf(entries(50, seed));
    assertThat(tree.with(leaf, 0, digest).with(leaf, digest, 0)).isEqualTo(tree);
  }

  @Property(tries = 100)
  void aReplacementIsARemovalAndAnAddition(
      @ForAll @IntRange(max = LAST_LEAF) int leaf, @ForAll long before, @ForAll long after) {
    MerkleTree tree = treeOf(entries(20, 7)).with(leaf, 0, before);
    assertThat(tree.with(leaf, before, after)).isEqualTo(tree.with(leaf, before, 0).with(leaf, 0, after));
  }

  @Property(tries = 100)
  void eachNodeIsTheSumOfThoseBelowIt(@ForAll long seed) {
    MerkleTree tree = treeOf(entries(300, seed));
    assertThat(tree.branches().stream().mapToLong(Long::longValue).sum()).isEqualTo(tree.root());
    for (int branch = 0; branch < MerkleTree.FAN_OUT; branch++) {
      assertThat(tree.leavesOf(branch).stream().mapToLong(Long::longValue).sum()).isEqualTo(tree.branches().get(branch));
    }
  }

  /** Three looks find exactly the leaves in which something is different. */
  @Property(tries = 100)
  void thePathOfDifferencesLeadsToExactlyTheChangedLeaves(
      @ForAll long seed, @ForAll @Size(max = 20) List<@IntRange(max = LAST_LEAF) Integer> changed) {
    MerkleTree one = treeOf(entries(500, seed));
    MerkleTree other = one;
    var random = new Random(seed);
    for (int leaf : changed) {
      other = other.with(leaf, 0, random.nextLong());
    }
    var found = new ArrayList<Integer>();
    for (int branch : MerkleTree.differences(one.branches(), other.branches())) {
      for (int leaf : MerkleTree.differences(one.leavesOf(branch), other.leavesOf(branch))) {
        found.add(branch * MerkleTree.FAN_OUT + leaf);
      }
    }
    assertThat(found).isEqualTo(changed.stream().distinct().sorted().toList());
  }

  @Test
  void theLowestBitsOfAPositionSayItsLeaf() {
    assertThat(MerkleTree.leafOf(0)).isZero();
    assertThat(MerkleTree.leafOf(-1)).isEqualTo(LAST_LEAF);
    assertThat(MerkleTree.leafOf(0x4321_0000_0000_0405L)).isEqualTo(5);
  }

  @Test
  void onlyWholeLevelsAreCompared() {
    assertThatThrownBy(() -> MerkleTree.differences(List.of(1L), MerkleTree.EMPTY.branches()))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("32");
  }

  @Test
  void neighbouringLeavesMakeUpRuns() {
    assertThat(Leaves.runsOf(List.of())).isEmpty();
    assertThat(Leaves.runsOf(List.of(3))).containsExactly(new Leaves(3, 3));
    assertThat(Leaves.runsOf(List.of(0, 1, 2, 7, 9, 10))).containsExactly(new Leaves(0, 2), new Leaves(7, 7), new Leaves(9, 10));
    assertThatThrownBy(() -> new Leaves(5, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Leaves(0, MerkleTree.LEAVES)).isInstanceOf(IllegalArgumentException.class);
  }
}
