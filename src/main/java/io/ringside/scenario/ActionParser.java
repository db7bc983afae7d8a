package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Resolvers;
import io.ringside.fault.Cut;
import io.ringside.operation.Count;
import io.ringside.operation.Options;
import io.ringside.version.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what one step does, from its verb to the end of the line. */
final class ActionParser {
  private static final List<String> VERBS = List.of(
      "put", "get", "update", "delete", "resolve", "crash", "restart", "pause", "stall", "falter", "flap", "partition", "cut",
      "heal", "wait", "measure", "expect", "say");
  private static final List<String> READS = List.of("via", "as", "r=N", "pr=N", "fails");
  private static final List<String> WRITES = List.of("via", "as", "over seen", "w=N", "pw=N", "fails");
  private static final int MAX_TIMES = 1_000;
  private static final Pattern COUNT = Pattern.compile("(r|w|pr|pw)=(\\w+)");

  private final Words words;
  private final Props props;
  private final long latestMillis;
  private final boolean ranged;
  private long everyMillis;

  /** @param latestMillis the latest time on the scenario's clock that a step before named */
  ActionParser(Words words, Props props, long latestMillis) {
    this(words, props, latestMillis, false);
  }

  private ActionParser(Words words, Props props, long latestMillis, boolean ranged) {
    this.words = words;
    this.props = props;
    this.latestMillis = latestMillis;
    this.ranged = ranged;
  }

  /** Reads the line once for each number of its range, and makes one action of all. */
  static Action each(Words words, Range range, Props props, long latestMillis) {
    var actions = new ArrayList<Action>();
    long everyMillis = 0;
    for (int number = range.first(); number <= range.last(); number++) {
      var parser = new ActionParser(words.readingFor(range, number), props, latestMillis, true);
      actions.add(parser.parse());
      everyMillis = parser.everyMillis;
    }
    if (actions.get(0) instanceof Action.Expect first) {
      List<Expectation> all = actions.stream().map(action -> ((Action.Expect) action).expectation()).toList();
      return new Action.Expect(new Expectation.All(all), first.limitMillis(), first.sinceBeginning());
    }
    return new Action.Each(actions, everyMillis);
  }

  Action parse() {
    Action action = action(words.oneOf("a verb", VERBS));
    words.end();
    return action;
  }

  private Action action(String verb) {
    return switch (verb) {
      case "put" -> put();
      case "get" -> new Action.Get(named(), manner(READS));
      case "update" -> update();
      case "delete" -> new Action.Delete(written(), manner(WRITES));
      case "resolve" -> resolve();
      case "crash" -> new Action.Crash(running());
      case "restart" -> new Action.Restart(down());
      case "pause" -> new Action.Pause(standing(), words.millis("a time"));
      case "stall" -> new Action.Stall(standing(), words.millis("a time"));
      case "falter" -> new Action.Falter(standing(), words.millis("a time"));
      case "flap" -> flap();
      case "cut" -> cut();
      case "partition" -> new Action.Partition(groups());
      case "heal" -> new Action.Heal();
      case "wait" -> new Action.Wait(words.millis("a time"));
      case "measure" -> new MeasureParser(words, props).measure();
      case "expect" -> new ExpectationParser(words, props, latestMillis).parse();
      default -> throw new ScenarioException(
          words.line(), 1, "a '" + verb + "' has no time and stands alone", "write it on a line of its own");
    };
  }

  private Action put() {
    Key key = written();
    Content content = words.value();
    return new Action.Put(key, content, manner(WRITES));
  }

  private Action update() {
    Key key = written();
    Content content = words.value();
    return new Action.Update(key, content, manner(WRITES));
  }

  private Action resolve() {
    Key key = written();
    words.expect("with");
    Token resolver = words.token("a resolver");
    try {
      Resolvers.named(resolver.text());
    } catch (IllegalArgumentException unknown) {
      throw words.refused(resolver, unknown.getMessage(), "");
    }
    return new Action.Resolve(key, resolver.text(), manner(WRITES));
  }

  private Key written() {
    Key key = words.key();
    props.write(key);
    return key;
  }

  private Key named() {
    Key key = words.key();
    props.name(key);
    return key;
  }

  private NodeId running() {
    int column = words.column();
    NodeId node = words.node(props.nodes());
    if (!props.crash(node)) {
      throw new ScenarioException(words.line(), column, node + " is down already", "restart it first");
    }
    return node;
  }

  private NodeId down() {
    int column = words.column();
    NodeId node = words.node(props.nodes());
    if (!props.restart(node)) {
      throw new ScenarioException(words.line(), column, node + " is not down here", "crash it first");
    }
    return node;
  }

  /** A node that is up, and stays so. */
  private NodeId standing() {
    NodeId node = running();
    props.restart(node);
    return node;
  }

  /** {@code flap n3 every 3s 20 times}. */
  private Action flap() {
    NodeId node = standing();
    words.expect("every");
    long millis = words.millis("a time");
    int column = words.column();
    long times = words.count();
    words.expect("times");
    if (times < 1 || times > MAX_TIMES) {
      throw new ScenarioException(words.line(), column, "a node flaps from 1 to " + MAX_TIMES + " times, not " + times, "");
    }
    return new Action.Flap(node, millis, (int) times);
  }

  /** {@code cut n1 -> n2}: one direction, as its arrow says. */
  private Action cut() {
    NodeId from = words.node(props.nodes());
    words.expect("->");
    int column = words.column();
    NodeId to = words.node(props.nodes());
    if (from.equals(to)) {
      throw new ScenarioException(words.line(), column, "no link leads from " + from + " to itself", "cut n1 -> n2");
    }
    return new Action.CutOneWay(new Cut(from, to));
  }

  /** {@code n1 n2 | n3 n4 n5}. */
  private List<SortedSet<NodeId>> groups() {
    var groups = new ArrayList<SortedSet<NodeId>>();
    var met = new TreeSet<NodeId>();
    do {
      var group = new TreeSet<NodeId>();
      do {
        int column = words.column();
        NodeId node = words.node(props.nodes());
        if (!met.add(node)) {
          throw new ScenarioException(words.line(), column, node + " cannot be on two sides", "");
        }
        group.add(node);
      } while (!words.atEnd() && !words.nextIs("|"));
      groups.add(group);
    } while (words.accept("|"));
    if (groups.size() < 2) {
      throw new ScenarioException(words.line(), words.column(),
          "a partition has two sides or more", "partition n1 n2 | n3 n4 n5");
    }
    return groups;
  }

  private Manner manner(List<String> clauses) {
    Manner manner = Manner.USUAL;
    while (!words.atEnd()) {
      manner = clause(manner, clauses);
    }
    return manner;
  }

  private Manner clause(Manner manner, List<String> known) {
    if (words.accept("via")) {
      return manner.withVia(words.node(props.nodes()));
    }
    if (words.accept("as")) {
      return manner.withClient(words.token("a client's name").text());
    }
    if (words.nextIs("fails")) {
      return fails(manner);
    }
    if (ranged && words.accept("every")) {
      everyMillis = words.millis("a time");
      return manner;
    }
    if (known == WRITES && words.accept("over")) {
      words.expect("seen");
      return manner.withOverSeen();
    }
    Token token = words.token("a clause");
    Matcher count = COUNT.matcher(token.text());
    boolean read = known == READS;
    if (!token.plain() || !count.matches() || count.group(1).endsWith("r") != read) {
      throw words.refused(token, "'" + token.text() + "' does not belong here",
          "here may stand " + String.join(", ", known) + (ranged ? ", every TIME" : "") + "; a value that has spaces is quoted");
    }
    return manner.withOptions(counted(manner.options(), token, count));
  }

  /** {@code fails}, or {@code fails without quorum} behind the quorum that is meant. */
  private Manner fails(Manner manner) {
    int column = words.column();
    words.expect("fails");
    if (!words.accept("without")) {
      return manner.withSuccess(Manner.Success.NEVER);
    }
    words.expect("quorum");
    if (manner.options().primaries().isDefault()) {
      throw new ScenarioException(words.line(), column, "any node can stand in for an owner here, so that no quorum is missed",
          "say before it how many owners must answer: pw=2");
    }
    return manner.withSuccess(Manner.Success.WITH_QUORUM);
  }

  private Options counted(Options options, Token token, Matcher count) {
    try {
      Count wanted = Count.parse(count.group(2));
      return count.group(1).startsWith("p") ? options.withPrimaries(wanted) : options.withQuorum(wanted);
    } catch (IllegalArgumentException noCount) {
      throw words.refused(token, noCount.getMessage(), "");
    }
  }
}
