package io.ringside.storage;

import io.ringside.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes that happen together or not at all, in any number of spaces. Immutable; later edits of one key win. */
public record Batch(List<Edit> edits) {
  public static final Batch EMPTY = new Batch(List.of());

  /**
   * One key's new value; empty deletes it. A key has at least one byte, since {@link Bytes#EMPTY} stands for the start of a scan.
   */
  public record Edit(Space space, Bytes key, Optional<Bytes> value) {
    public Edit {
      if (key.size() == 0) {
        throw new IllegalArgumentException("A key in " + space + " has no bytes");
      }
    }
  }

  public Batch {
    edits = List.copyOf(edits);
  }

  public static Batch put(Space space, Bytes key, Bytes value) {
    return new Batch(List.of(new Edit(space, key, Optional.of(value))));
  }

  public static Batch delete(Space space, Bytes key) {
    return new Batch(List.of(new Edit(space, key, Optional.empty())));
  }

  public Batch and(Batch more) {
    var both = new ArrayList<>(edits);
    both.addAll(more.edits);
    return new Batch(both);
  }
}
