package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.membership.Member;
import io.ringside.version.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what must be seen, and by when. */
final class ExpectationParser {
  private static final List<String> STATUSES = List.of("alive", "suspect", "dead");
  private static final List<String> AFTER_KEY = List.of("=", "deleted", "absent");

  private final Words words;
  private final Props props;
  private final long latestMillis;

  ExpectationParser(Words words, Props props, long latestMillis) {
    this.words = words;
    this.props = props;
    this.latestMillis = latestMillis;
  }

  Action parse() {
    boolean sinceBeginning = words.nextIs("by");
    long limitMillis = 0;
    if (words.accept("by")) {
      limitMillis = deadline();
    } else if (words.accept("within")) {
      limitMillis = words.millis("a time");
    }
    return new Action.Expect(expectation(), limitMillis, sinceBeginning);
  }

  private long deadline() {
    int column = words.column();
    long millis = words.millis("a deadline");
    if (millis < latestMillis) {
      throw new ScenarioException(words.line(), column,
          "this can never be seen: the time is up before the step at " + latestMillis + " ms", "write a later time, or 'within'");
    }
    return millis;
  }

  private Expectation expectation() {
    if (words.accept("hints")) {
      return new Expectation.Hints(words.number("a number"), false);
    }
    if (words.accept("some")) {
      words.expect("hints");
      return new Expectation.Hints(1, true);
    }
    if (words.accept("every")) {
      return seen();
    }
    int column = words.column();
    Key key = words.key();
    String is = words.oneOf("what a key is", AFTER_KEY);
    if (!props.isWritten(key) && !is.equals("absent")) {
      throw new ScenarioException(words.line(), column, "this can never be seen: no step before writes '" + key + "'",
          props.written().isEmpty() ? "" : "written are " + props.written());
    }
    props.name(key);
    return is.equals("=") ? values(key) : gone(key, is.equals("deleted"));
  }

  /** {@code every node sees n3 dead}. */
  private Expectation seen() {
    words.expect("node");
    words.expect("sees");
    NodeId node = words.node(props.nodes());
    String status = words.oneOf("what a node is", STATUSES);
    if (props.nodes().size() < 2) {
      throw new ScenarioException(words.line(), 1, "this can never be seen: there is no other node", "cluster nodes=5");
    }
    return new Expectation.Seen(node, Member.Status.valueOf(status.toUpperCase(Locale.ROOT)));
  }

  private Expectation values(Key key) {
    var contents = new ArrayList<Content>();
    do {
      contents.add(words.value());
    } while (!words.atEnd() && !words.nextIs("that") && !words.nextIs("on") && !words.nextIs("via"));
    int column = words.column();
    boolean descending = words.accept("that");
    if (descending) {
      words.expect("descends");
      words.expect("its");
      words.expect("siblings");
      if (contents.size() > 1) {
        throw new ScenarioException(words.line(), column, "this can never be seen: only one value descends its siblings", "");
      }
    }
    boolean everyOwner = everyOwner();
    return new Expectation.Values(key, contents, everyOwner, descending, manner());
  }

  private Expectation gone(Key key, boolean deleted) {
    boolean everyOwner = everyOwner();
    return new Expectation.Gone(key, everyOwner, deleted, manner());
  }

  private boolean everyOwner() {
    if (!words.accept("on")) {
      return false;
    }
    words.expect("every");
    words.expect("owner");
    return true;
  }

  private Manner manner() {
    return words.accept("via") ? Manner.USUAL.withVia(words.node(props.nodes())) : Manner.USUAL;
  }
}
