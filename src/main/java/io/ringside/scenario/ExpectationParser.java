package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.membership.Member;
import io.ringside.version.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Reads what must be seen, and by when. */
final class ExpectationParser {
  private static final List<String> STATUSES = List.of("alive", "suspect", "dead");
  private static final List<String> AFTER_KEY = List.of("=", "has", "deleted", "reaped", "absent");
  private static final List<String> MENDERS = List.of("reads", "trees");
  private static final List<String> FATES = List.of("stored", "delivered", "dropped");

  private final Words words;
  private final Props props;
  private final long earliestMillis;

  ExpectationParser(Words words, Props props, long earliestMillis) {
    this.words = words;
    this.props = props;
    this.earliestMillis = earliestMillis;
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
    if (millis < earliestMillis) {
      throw new ScenarioException(words.line(), column,
          "this can never be seen: it is not its turn before " + earliestMillis + " ms", "write a later time, or 'within'");
    }
    return millis;
  }

  private Expectation expectation() {
    if (words.accept("hints")) {
      return hints();
    }
    if (words.accept("repaired")) {
      return repaired();
    }
    if (words.accept("trees")) {
      return trees();
    }
    if (words.accept("amnesiac")) {
      return amnesiac();
    }
    if (words.accept("some")) {
      words.expect("hints");
      return new Expectation.Hints(Bound.atLeast(1));
    }
    if (words.accept("quarantine")) {
      return new Expectation.Quarantined(words.bound());
    }
    if (words.accept("every")) {
      return seen();
    }
    if (words.accept("no")) {
      words.expect("acknowledged");
      words.expect("write");
      words.expect("lost");
      return new Expectation.NothingLost();
    }
    if (words.accept("suspicions")) {
      Optional<NodeId> node = words.accept("of") ? Optional.of(words.node(props.nodes())) : Optional.empty();
      return new Expectation.Suspicions(node, words.bound());
    }
    if (words.accept("failed")) {
      words.expect("operations");
      boolean notApplied = words.accept("not");
      if (notApplied) {
        words.expect("applied");
      }
      return new Expectation.FailedOperations(words.bound(), notApplied);
    }
    if (words.accept("staleness")) {
      return new MeasureParser(words, props).expectation();
    }
    if (words.accept("degraded")) {
      return degraded();
    }
    if (words.accept("ring")) {
      words.expect("unchanged");
      return new Expectation.RingUnchanged();
    }
    return ofKey();
  }

  /** {@code degraded nobody}, {@code degraded n3}. */
  private Expectation degraded() {
    var nodes = new TreeSet<NodeId>();
    if (!words.accept("nobody")) {
      do {
        nodes.add(words.node(props.nodes()));
      } while (!words.atEnd());
    }
    return new Expectation.Degraded(nodes);
  }

  /** {@code hints 0}, {@code hints stored for n3 as many as its keys}, {@code hints stored only for n2}. */
  private Expectation hints() {
    if (words.atEnd() || FATES.stream().noneMatch(words::nextIs)) {
      return new Expectation.Hints(words.bound());
    }
    var fate = Sightings.Fate.valueOf(words.oneOf("what becomes of a hint", FATES).toUpperCase(Locale.ROOT));
    if (fate == Sightings.Fate.STORED && words.accept("only")) {
      words.expect("for");
      var targets = new TreeSet<NodeId>();
      do {
        targets.add(words.node(props.nodes()));
      } while (!words.atEnd());
      return new Expectation.HintsOnlyFor(targets);
    }
    Optional<NodeId> target = words.accept("for") ? Optional.of(words.node(props.nodes())) : Optional.empty();
    return new Expectation.HintsTold(fate, target, count(target.isPresent(), fate != Sightings.Fate.STORED));
  }

  /** {@code repaired by trees 180}, {@code repaired by reads of n3 at most 20}. */
  private Expectation repaired() {
    words.expect("by");
    var mender = Sightings.Mender.valueOf(words.oneOf("what repairs", MENDERS).toUpperCase(Locale.ROOT));
    Optional<NodeId> target = words.accept("of") ? Optional.of(words.node(props.nodes())) : Optional.empty();
    return new Expectation.Repaired(mender, target, count(target.isPresent(), false));
  }

  /** {@code trees equal}, {@code trees of n3 equal}. */
  private Expectation trees() {
    Optional<NodeId> node = words.accept("of") ? Optional.of(words.node(props.nodes())) : Optional.empty();
    words.expect("equal");
    return new Expectation.TreesEqual(node);
  }

  /** {@code amnesiac n3}, {@code amnesiac nobody}. */
  private Expectation amnesiac() {
    var nodes = new TreeSet<NodeId>();
    if (!words.accept("nobody")) {
      do {
        nodes.add(words.node(props.nodes()));
      } while (!words.atEnd());
    }
    return new Expectation.Amnesiac(nodes);
  }

  /**
   * {@code at most 9}, {@code as many as its keys}, {@code as many as stored}.
   *
   * @param asStored whether the last makes sense
   */
  private HowMany count(boolean ofOneNode, boolean asStored) {
    if (!words.accept("as")) {
      return HowMany.of(words.bound());
    }
    words.expect("many");
    words.expect("as");
    int column = words.column();
    if (asStored && words.accept("stored")) {
      return HowMany.AS_STORED;
    }
    words.expect("its");
    words.expect("keys");
    if (!ofOneNode) {
      throw new ScenarioException(
          words.line(), column, "nobody is named whose keys these are", "hints stored for n3 as many as its keys");
    }
    return HowMany.AS_KEYS;
  }

  private Expectation ofKey() {
    int column = words.column();
    Key key = words.key();
    String is = words.oneOf("what a key is", AFTER_KEY);
    if (!props.isWritten(key) && !is.equals("absent")) {
      throw new ScenarioException(words.line(), column, "this can never be seen: no step before writes '" + key + "'",
          props.written().isEmpty() ? "" : "written are " + props.written());
    }
    boolean deleted = is.equals("deleted") || is.equals("reaped");
    if (deleted && !props.mayBeDeleted(key) || is.equals("absent") && !props.mayBeAbsent(key)) {
      throw new ScenarioException(words.line(), column, "this can never be seen: "
          + (is.equals("absent") ? "a step before writes '" : "no step before deletes '") + key + "'", "");
    }
    props.name(key);
    return switch (is) {
      case "=" -> values(key);
      case "has" -> siblings(key);
      case "reaped" -> new Expectation.Reaped(key);
      default -> gone(key, is.equals("deleted"));
    };
  }

  /** {@code cart has at most 2 siblings}. */
  private Expectation siblings(Key key) {
    Bound bound = words.bound();
    words.expect("siblings");
    return new Expectation.SiblingCount(key, bound, manner());
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
    if (!status.equals("alive") && !props.isDisturbed()) {
      throw new ScenarioException(words.line(), 1, "this can never be seen: nothing before happens to any node or link",
          "crash " + node);
    }
    return new Expectation.Seen(node, Member.Status.valueOf(status.toUpperCase(Locale.ROOT)));
  }

  private Expectation values(Key key) {
    var contents = new ArrayList<Content>();
    do {
      int at = words.column();
      Content content = words.value();
      if (!props.mayHold(key, content)) {
        throw new ScenarioException(words.line(), at,
            "this can never be seen: no step before writes " + Wording.value(content) + " to '" + key + "'", "");
      }
      contents.add(content);
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
