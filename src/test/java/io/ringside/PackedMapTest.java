package io.ringside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.testing.Seeds;
import java.util.ArrayList;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A packed map is what the tree with the same entries is, and nobody can change it. */
class PackedMapTest {
  private static final int KEYS = 9;

  private static TreeMap<Integer, String> tree(Random random) {
    var tree = new TreeMap<Integer, String>();
    for (int left = random.nextInt(KEYS); left > 0; left--) {
      tree.put(random.nextInt(KEYS), "v" + random.nextInt(3));
    }
    return tree;
  }

  @Test
  void itAnswersAsTheTreeDoes() {
    Seeds.run(200, seed -> {
      TreeMap<Integer, String> tree = tree(new Random(seed));
      PackedMap<Integer, String> packed = PackedMap.copyOf(tree);
      assertThat(packed).isEqualTo(tree).hasSameHashCodeAs(tree).hasSize(tree.size());
      assertThat(tree).isEqualTo(packed);
      assertThat(new ArrayList<>(packed.keySet())).isEqualTo(new ArrayList<>(tree.keySet()));
      assertThat(new ArrayList<>(packed.values())).isEqualTo(new ArrayList<>(tree.values()));
      assertThat(new ArrayList<>(packed.entrySet())).isEqualTo(new ArrayList<>(tree.entrySet()));
      for (int key = -1; key <= KEYS; key++) {
        assertThat(packed.get(key)).isEqualTo(tree.get(key));
        assertThat(packed.containsKey(key)).isEqualTo(tree.containsKey(key));
        assertThat(packed.getOrDefault(key, "none")).isEqualTo(tree.getOrDefault(key, "none"));
        assertThat(packed.headMap(key)).isEqualTo(tree.headMap(key));
        assertThat(packed.tailMap(key)).isEqualTo(tree.tailMap(key));
        assertThat(packed.subMap(key, KEYS)).isEqualTo(tree.subMap(key, KEYS));
      }
    });
  }

  @Test
  void aBuilderTakesEntriesInAnyOrder() {
    Seeds.run(200, seed -> {
      var random = new Random(seed);
      var tree = new TreeMap<Integer, String>();
      var builder = new PackedMap.Builder<Integer, String>(random.nextInt(4));
      for (int left = random.nextInt(2 * KEYS); left > 0; left--) {
        int key = random.nextInt(KEYS);
        tree.put(key, "v" + left);
        builder.put(key, "v" + left);
      }
      assertThat(builder.build()).isEqualTo(tree);
    });
  }

  @Test
  void aChangeLeavesTheOldMapAsItWas() {
    Seeds.run(200, seed -> {
      var random = new Random(seed);
      TreeMap<Integer, String> tree = tree(random);
      PackedMap<Integer, String> old = PackedMap.copyOf(tree);
      int key = random.nextInt(KEYS);
      PackedMap<Integer, String> changed = old.with(key, "new");
      assertThat(old).isEqualTo(tree);
      tree.put(key, "new");
      assertThat(changed).isEqualTo(tree);
    });
  }

  @Test
  void aMergeIsThatOfTrees() {
    Seeds.run(200, seed -> {
      var random = new Random(seed);
      TreeMap<Integer, String> one = tree(random);
      TreeMap<Integer, String> other = tree(random);
      PackedMap<Integer, String> packed = PackedMap.copyOf(one);
      PackedMap<Integer, String> merged = packed.mergedWith(PackedMap.copyOf(other), (a, b) -> a.compareTo(b) >= 0 ? a : b);
      other.forEach((key, value) -> one.merge(key, value, (a, b) -> a.compareTo(b) >= 0 ? a : b));
      assertThat(merged).isEqualTo(one);
      assertThat(merged.mergedWith(packed, (a, b) -> a.compareTo(b) >= 0 ? a : b)).isSameAs(merged);
    });
  }

  @Test
  void itIsItsOwnCopyAndTakesNothing() {
    PackedMap<String, Integer> map = PackedMap.<String, Integer>empty().with("b", 2).with("a", 1);
    assertThat(PackedMap.copyOf(map)).isSameAs(map);
    assertThat(map.firstKey()).isEqualTo("a");
    assertThat(map.lastKey()).isEqualTo("b");
    assertThatThrownBy(() -> map.put("c", 3)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.keySet().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.entrySet().iterator().remove()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.with("c", null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> PackedMap.<String, Integer>empty().firstKey()).isInstanceOf(NoSuchElementException.class);
  }
}
