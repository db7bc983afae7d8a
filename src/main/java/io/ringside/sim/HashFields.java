package io.ringside.sim;

import io.ringside.NodeId;
import io.ringside.event.Fields;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import java.util.List;

/** An event's fields as they enter the hash of a run. */
record HashFields(TraceHash hash) implements Fields {
  @Override
  public Fields text(String name, String value) {
    hash.mix(value.hashCode());
    return this;
  }

  @Override
  public Fields number(String name, long value) {
    hash.mix(value);
    return this;
  }

  @Override
  public Fields big(String name, long value) {
    hash.mix(value);
    return this;
  }

  @Override
  public Fields flag(String name, boolean value) {
    hash.mix(value ? 1 : 0);
    return this;
  }

  @Override
  public Fields nodes(String name, List<NodeId> nodes) {
    nodes.forEach(hash::mix);
    return this;
  }

  @Override
  public Fields context(String name, CausalContext context) {
    context.clock().counters().forEach((actor, counter) -> {
      hash.mix(actor.node());
      hash.mix(actor.epoch());
      hash.mix(counter);
    });
    context.dots().forEach(this::dot);
    return this;
  }

  @Override
  public Fields siblings(String name, Siblings siblings) {
    context(name, siblings.context());
    siblings.versions().forEach((dot, version) -> {
      dot(dot);
      hash.mix(version.writtenAtMillis());
      version.content().ifPresent(content -> {
        hash.mix(TraceHash.of(content.body()));
        hash.mix(content.expiresAtMillis());
      });
    });
    return this;
  }

  private void dot(Dot dot) {
    hash.mix(dot.actor().node());
    hash.mix(dot.actor().epoch());
    hash.mix(dot.counter());
  }
}
