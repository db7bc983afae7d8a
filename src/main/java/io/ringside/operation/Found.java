package io.ringside.operation;

import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.Map;
import java.util.Optional;

/** What a read found: the merged answer of at least R replicas, and how it came about if that was asked. */
public record Found(Siblings siblings, Optional<Explanation> explanation) {
  /** What it amounts to. */
  public enum Kind {
    /** One live version and nothing beside it. */
    VALUE,
    /** Versions that do not supersede each other; some may be tombstones, at least one is not. */
    SIBLINGS,
    /** Only tombstones. */
    DELETED,
    /** Nothing, and nothing ever was as far as the answers tell. */
    NOT_FOUND
  }

  public Kind kind() {
    if (siblings.versions().isEmpty()) {
      return Kind.NOT_FOUND;
    }
    if (siblings.isDeleted()) {
      return Kind.DELETED;
    }
    return siblings.versions().size() == 1 ? Kind.VALUE : Kind.SIBLINGS;
  }

  /** As it is to be taken at this time: what has expired says deleted. */
  public Found asOf(long nowMillis) {
    return new Found(siblings.asOf(nowMillis), explanation);
  }

  /** The one live version, if the kind is {@link Kind#VALUE}. */
  public Optional<Map.Entry<Dot, Version>> value() {
    return kind() == Kind.VALUE ? siblings.versions().entrySet().stream().findFirst() : Optional.empty();
  }

  /** Covers all that was returned: a write with it supersedes exactly that. */
  public CausalContext context() {
    return siblings.context();
  }
}
