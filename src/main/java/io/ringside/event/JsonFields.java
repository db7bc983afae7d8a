package io.ringside.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.NodeId;
import io.ringside.version.CausalContext;
import io.ringside.version.Siblings;
import java.util.List;

/** An event's fields as they enter a line of JSON. */
record JsonFields(ObjectNode json) implements Fields {
  @Override
  public Fields text(String name, String value) {
    json.put(name, value);
    return this;
  }

  @Override
  public Fields number(String name, long value) {
    json.put(name, value);
    return this;
  }

  @Override
  public Fields big(String name, long value) {
    json.put(name, Long.toUnsignedString(value));
    return this;
  }

  @Override
  public Fields flag(String name, boolean value) {
    json.put(name, value);
    return this;
  }

  @Override
  public Fields nodes(String name, List<NodeId> nodes) {
    var array = json.putArray(name);
    nodes.forEach(node -> array.add(node.name()));
    return this;
  }

  @Override
  public Fields context(String name, CausalContext context) {
    json.set(name, EventJson.context(context));
    return this;
  }

  @Override
  public Fields siblings(String name, Siblings siblings) {
    json.set(name, EventJson.siblings(siblings, EventJson.MAX_SHOWN_BYTES));
    return this;
  }

  /** A record whose long values are cut already. */
  void record(String name, CutRecord shown) {
    json.set(name, EventJson.record(shown));
  }
}
