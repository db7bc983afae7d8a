package io.ringside.event;

import io.ringside.Bytes;
import io.ringside.PackedMap;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A record as it is shown: long values are cut, and how long they were stands beside them. Immutable.
 *
 * @param siblings whose values have at most the length that is shown
 * @param fullBytes the whole length of each value that was cut
 */
record CutRecord(Siblings siblings, SortedMap<Dot, Integer> fullBytes) {
  CutRecord {
    fullBytes = PackedMap.copyOf(fullBytes);
  }

  /** Values of at most {@code maxBytes} bytes; the record itself where none is longer. */
  static CutRecord of(Siblings siblings, int maxBytes) {
    var fullBytes = new TreeMap<Dot, Integer>();
    siblings.versions().forEach((dot, version) -> version.content().map(content -> content.body().size())
        .filter(size -> size > maxBytes).ifPresent(size -> fullBytes.put(dot, size)));
    return new CutRecord(fullBytes.isEmpty() ? siblings : cut(siblings, fullBytes, maxBytes), fullBytes);
  }

  private static Siblings cut(Siblings siblings, SortedMap<Dot, Integer> fullBytes, int maxBytes) {
    var shown = new TreeMap<>(siblings.versions());
    fullBytes.keySet().forEach(dot -> shown.computeIfPresent(dot, (same, version) -> cut(version, maxBytes)));
    return new Siblings(siblings.context(), shown);
  }

  private static Version cut(Version version, int maxBytes) {
    Optional<Content> shown = version.content().map(content -> new Content(content.contentType(), content.metadata(),
        Bytes.wrap(Arrays.copyOf(content.body().array(), maxBytes)), content.expiresAtMillis()));
    return new Version(version.past(), version.request(), version.writtenAtMillis(), version.replaced(), shown);
  }

  /** The whole length of a value, cut or not. */
  int sizeOf(Dot dot, Content shown) {
    return fullBytes.getOrDefault(dot, shown.body().size());
  }
}
