package io.ringside.event;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.CausalContext;
import io.ringside.version.Siblings;
import java.util.List;

/** Takes an event's fields by name. Numbers that may need more than 53 bits are passed as {@link #big}. */
public interface Fields {
  Fields text(String name, String value);

  /** The fields {@code bucket} and {@code key}. */
  default Fields key(Key key) {
    return text("bucket", key.bucket()).text("key", key.name());
  }

  Fields number(String name, long value);

  Fields big(String name, long value);

  Fields flag(String name, boolean value);

  Fields nodes(String name, List<NodeId> nodes);

  Fields context(String name, CausalContext context);

  Fields siblings(String name, Siblings siblings);
}
