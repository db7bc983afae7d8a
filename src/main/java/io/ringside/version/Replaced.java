package io.ringside.version;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The requests that a version replaced, newest first, each with the dot it was minted under. Only {@link #LIMIT} are remembered.
 * Immutable.
 */
public record Replaced(List<Entry> entries) {
  /*
   * A list, not a map: what was replaced by what was replaced comes later, and is forgotten first. Few enough to be looked through.
   */
  /** More cost bytes in every version, fewer let a mint come to life again that is late by fewer writes. */
  public static final int LIMIT = 4;

  public static final Replaced NONE = new Replaced(List.of());

  /** One request, and the dot of the version that carried it. */
  public record Entry(RequestId request, Dot dot) {
    public Entry {
      if (request.isNone()) {
        throw new IllegalArgumentException("Only what has a name is remembered, unlike the request of " + dot);
      }
    }
  }

  public Replaced {
    entries = List.copyOf(entries);
    if (entries.size() > LIMIT || entries.stream().map(Entry::request).distinct().count() < entries.size()) {
      throw new IllegalArgumentException("At most " + LIMIT + " requests are remembered, each once, not " + entries);
    }
  }

  /**
   * What a write of {@code request} remembers that replaces these, under their dots in {@code dots}: their requests first, the higher
   * dots before the lower ones, then what they had replaced themselves.
   */
  static Replaced by(RequestId request, List<Dot> dots, List<Version> versions) {
    var newest = new ArrayList<Entry>();
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (!versions.get(i).request().isNone()) {
        newest.add(new Entry(versions.get(i).request(), dots.get(i)));
      }
    }
    for (int rank = 0; rank < LIMIT; rank++) {
      for (int i = versions.size() - 1; i >= 0; i--) {
        List<Entry> before = versions.get(i).replaced().entries();
        if (rank < before.size()) {
          newest.add(before.get(rank));
        }
      }
    }
    return newest.isEmpty() ? NONE : new Replaced(firstOfEach(newest, request));
  }

  private static List<Entry> firstOfEach(Collection<Entry> entries, RequestId butNot) {
    var seen = new TreeSet<RequestId>();
    seen.add(butNot);
    return entries.stream().filter(entry -> seen.add(entry.request())).limit(LIMIT).toList();
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The dot of a request that was replaced, or null. */
  Dot dotOf(RequestId request) {
    for (Entry entry : entries) {
      if (entry.request().equals(request)) {
        return entry.dot();
      }
    }
    return null;
  }
}
