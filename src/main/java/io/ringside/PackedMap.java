package io.ringside;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;

/**
 * An immutable map in the natural order of its keys, without nulls. For values that are read, compared and copied far more often
 * than they change: clocks, siblings, views.
 */
public final class PackedMap<K extends Comparable<? super K>, V> extends AbstractMap<K, V> implements SortedMap<K, V> {
  /*
   * Two arrays side by side, the keys ascending. A copy of an immutable map is the map itself, so records that hold one need not
   * copy what another record has checked. A look-up is a binary search; replacing a value copies the values alone.
   */
  private static final PackedMap<?, ?> EMPTY = new PackedMap<String, Object>(new Comparable<?>[0], new Object[0]);

  private final Comparable<?>[] keys;
  private final Object[] values;

  private PackedMap(Comparable<?>[] keys, Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  @SuppressWarnings("unchecked") // it holds nothing of any type
  public static <K extends Comparable<? super K>, V> PackedMap<K, V> empty() {
    return (PackedMap<K, V>) EMPTY;
  }

  /** The same entries; the map itself if it is one of these. */
  public static <K extends Comparable<? super K>, V> PackedMap<K, V> copyOf(Map<K, V> map) {
    if (map instanceof PackedMap<K, V> packed) {
      return packed;
    }
    var builder = new Builder<K, V>(map.size());
    boolean sorted = map instanceof SortedMap<K, V> ordered && ordered.comparator() == null;
    (sorted ? map : new TreeMap<>(map)).forEach(builder::put);
    return builder.build();
  }

  /** Collects entries, best in ascending order: then each is appended. Not safe for more than one thread. */
  public static final class Builder<K extends Comparable<? super K>, V> {
    private Comparable<?>[] keys;
    private Object[] values;
    private int size;

    public Builder(int expected) {
      keys = new Comparable<?>[expected];
      values = new Object[expected];
    }

    /** Replaces what was there under an equal key. */
    public Builder<K, V> put(K key, V value) {
      Objects.requireNonNull(value, "value");
      int at = size == 0 || key.compareTo(last()) > 0 ? -size - 1 : search(keys, size, key);
      if (at >= 0) {
        values[at] = value;
      } else {
        insert(-at - 1, key, value);
      }
      return this;
    }

    @SuppressWarnings("unchecked") // only put fills it
    private K last() {
      return (K) keys[size - 1];
    }

    private void insert(int at, K key, V value) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, Math.max(4, size * 2));
        values = Arrays.copyOf(values, keys.length);
      }
      System.arraycopy(keys, at, keys, at + 1, size - at);
      System.arraycopy(values, at, values, at + 1, size - at);
      keys[at] = key;
      values[at] = value;
      size++;
    }

    /** Once only: the map may take over what was collected. */
    public PackedMap<K, V> build() {
      if (size == 0) {
        return empty();
      }
      return size == keys.length ? new PackedMap<>(keys, values)
          : new PackedMap<>(Arrays.copyOf(keys, size), Arrays.copyOf(values, size));
    }
  }

  /** This map with this entry in place of what was there under its key. */
  public PackedMap<K, V> with(K key, V value) {
    int at = search(keys, keys.length, key);
    if (at < 0) {
      var builder = new Builder<K, V>(keys.length + 1);
      forEach(builder::put);
      return builder.put(key, value).build();
    }
    Object[] changed = values.clone();
    changed[at] = Objects.requireNonNull(value, "value");
    return new PackedMap<>(keys, changed);
  }

  /** The entries of both; where both have a key, {@code both} chooses a value. This map itself if nothing changes. */
  public PackedMap<K, V> mergedWith(PackedMap<K, V> other, BinaryOperator<V> both) {
    var merged = new Builder<K, V>(Math.max(keys.length, other.keys.length));
    boolean same = true;
    int here = 0;
    int there = 0;
    while (here < keys.length || there < other.keys.length) {
      int order = here == keys.length ? 1 : there == other.keys.length ? -1 : key(here).compareTo(other.key(there));
      if (order < 0) {
        merged.put(key(here), value(here++));
      } else if (order > 0) {
        merged.put(other.key(there), other.value(there++));
        same = false;
      } else {
        V chosen = both.apply(value(here), other.value(there++));
        same &= chosen == value(here);
        merged.put(key(here++), chosen);
      }
    }
    return same ? this : merged.build();
  }

  @SuppressWarnings("unchecked") // both arrays are filled by a builder alone
  private K key(int index) {
    return (K) keys[index];
  }

  @SuppressWarnings("unchecked") // as above
  private V value(int index) {
    return (V) values[index];
  }

  /** As {@link Arrays#binarySearch}. */
  @SuppressWarnings("unchecked") // keys of one map are comparable with each other, and what is looked for with them
  private static int search(Comparable<?>[] keys, int size, Object key) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = ((Comparable<Object>) keys[middle]).compareTo(key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public boolean containsKey(Object key) {
    return search(keys, keys.length, key) >= 0;
  }

  @Override
  public V get(Object key) {
    int at = search(keys, keys.length, key);
    return at < 0 ? null : value(at);
  }

  @Override
  public V getOrDefault(Object key, V otherwise) {
    int at = search(keys, keys.length, key);
    return at < 0 ? otherwise : value(at);
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    for (int i = 0; i < keys.length; i++) {
      action.accept(key(i), value(i));
    }
  }

  @Override
  public Comparator<? super K> comparator() {
    return null;
  }

  @Override
  public K firstKey() {
    return key(existing(0));
  }

  @Override
  public K lastKey() {
    return key(existing(keys.length - 1));
  }

  private int existing(int index) {
    if (keys.length == 0) {
      throw new NoSuchElementException("The map is empty");
    }
    return index;
  }

  @Override
  public SortedMap<K, V> subMap(K from, K to) {
    return range(notBelow(from), notBelow(to));
  }

  @Override
  public SortedMap<K, V> headMap(K to) {
    return range(0, notBelow(to));
  }

  @Override
  public SortedMap<K, V> tailMap(K from) {
    return range(notBelow(from), keys.length);
  }

  private int notBelow(K key) {
    int at = search(keys, keys.length, key);
    return at < 0 ? -at - 1 : at;
  }

  private PackedMap<K, V> range(int from, int to) {
    return new PackedMap<>(Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to));
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<K, V>> iterator() {
        return new Walk<>() {
          @Override
          Entry<K, V> at(int index) {
            return Map.entry(key(index), value(index));
          }
        };
      }

      @Override
      public int size() {
        return keys.length;
      }
    };
  }

  @Override
  public Set<K> keySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<K> iterator() {
        return new Walk<>() {
          @Override
          K at(int index) {
            return key(index);
          }
        };
      }

      @Override
      public boolean contains(Object key) {
        return containsKey(key);
      }

      @Override
      public int size() {
        return keys.length;
      }
    };
  }

  @Override
  public Collection<V> values() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<V> iterator() {
        return new Walk<>() {
          @Override
          V at(int index) {
            return value(index);
          }
        };
      }

      @Override
      public int size() {
        return keys.length;
      }
    };
  }

  private abstract class Walk<T> implements Iterator<T> {
    private int next;

    abstract T at(int index);

    @Override
    public boolean hasNext() {
      return next < keys.length;
    }

    @Override
    public T next() {
      if (next >= keys.length) {
        throw new NoSuchElementException("The map has no more entries");
      }
      return at(next++);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other == this || (other instanceof PackedMap<?, ?> that
        ? Arrays.equals(keys, that.keys) && Arrays.equals(values, that.values)
        : super.equals(other));
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
