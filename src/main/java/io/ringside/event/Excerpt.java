package io.ringside.event;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.CausalContext;
import io.ringside.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All that an event's line shows, kept until somebody asks for the line: of a long value only what is shown. Immutable. */
public final class Excerpt {
  /*
   * Most events are small, and kept as they are. One that holds a long value, or a stack trace, is gone through field by field
   * instead, and what it says is kept without it. Either way no JSON is made for nobody.
   */
  private final String kind;
  private final Consumer<JsonFields> said;
  private final int heapBytes;
  private final Key key;
  private final Answer answer;

  /** What a client was told. */
  enum Answer { NONE, SUCCESS, FAILURE }

  private Excerpt(Event event, Consumer<JsonFields> said, Weight weight) {
    this.kind = event.kind();
    this.said = said;
    this.heapBytes = weight.heapBytes();
    this.key = weight.key();
    this.answer = event instanceof Event.OperationEnded ended ? (ended.isFailed() ? Answer.FAILURE : Answer.SUCCESS) : Answer.NONE;
  }

  public static Excerpt of(Event event) {
    var weight = new Weight(EventJson.MAX_SHOWN_BYTES);
    event.describe(weight);
    if (!weight.isCut() && !(event instanceof Event.Bug)) {
      return new Excerpt(event, event::describe, weight);
    }
    var fields = new Said(new ArrayList<>());
    event.describe(fields);
    return new Excerpt(event, to -> fields.all.forEach(one -> one.accept(to)), weight);
  }

  /** About what it takes in memory. */
  public int heapBytes() {
    return heapBytes;
  }

  /** The key that it is about, if it is about one. */
  public Optional<Key> key() {
    return Optional.ofNullable(key);
  }

  Answer answer() {
    return answer;
  }

  String kind() {
    return kind;
  }

  void describe(JsonFields to) {
    said.accept(to);
  }

  /** What an event says, one after the other, with long values cut. */
  private record Said(List<Consumer<JsonFields>> all) implements Fields {
    @Override
    public Fields text(String name, String value) {
      return say(to -> to.text(name, value));
    }

    @Override
    public Fields number(String name, long value) {
      return say(to -> to.number(name, value));
    }

    @Override
    public Fields big(String name, long value) {
      return say(to -> to.big(name, value));
    }

    @Override
    public Fields flag(String name, boolean value) {
      return say(to -> to.flag(name, value));
    }

    @Override
    public Fields nodes(String name, List<NodeId> nodes) {
      return say(to -> to.nodes(name, nodes));
    }

    @Override
    public Fields context(String name, CausalContext context) {
      return say(to -> to.context(name, context));
    }

    @Override
    public Fields siblings(String name, Siblings siblings) {
      CutRecord shown = CutRecord.of(siblings, EventJson.MAX_SHOWN_BYTES);
      return say(to -> to.record(name, shown));
    }

    private Fields say(Consumer<JsonFields> one) {
      all.add(one);
      return this;
    }
  }
}
