package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Resolvers;
import io.ringside.fault.Cut;
import io.ringside.operation.Count;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.operation.Ttl;
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
      "put", "get", "update", "delete", "resolve", "crash", "restart", "wipe", "pause", "stall", "falter", "fill", "flap",
      "partition", "cut", "lose", "slow", "duplicate", "heal", "skew", "wait", "rot", "scrub", "measure", "expect", "say");
  private static final String BLOCKING = "repair=blocking";
  private static final List<String> READS = List.of("via", "as", "r=N", "pr=N", BLOCKING, "fails", "may fail");
  private static final List<String> WRITES = List.of("via", "as", "over seen", "w=N", "pw=N", "ttl=TIME", "fails", "may fail");
  private static final int MAX_TIMES = 1_000;
  private static final String TTL = "ttl=";
  private static final Pattern COUNT = Pattern.compile("(r|w|pr|pw)=(\\w+)");

  private final Words words;
  private final Props props;
  private final long earliestMillis;
  private final boolean ranged;
  private long everyMillis;

  /** @param earliestMillis the time on the scenario's clock at which it is this step's turn at the earliest */
  ActionParser(Words words, Props props, long earliestMillis) {
    this(words, props, earliestMillis, false);
  }

  private ActionParser(Words words, Props props, long earliestMillis, boolean ranged) {
    this.words = words;
    this.props = props;
    this.earliestMillis = earliestMillis;
    this.ranged = ranged;
  }

  /** Reads the line once for each number of its range, and makes one action of all. */
  static Action each(Words words, Range range, Props props, long earliestMillis) {
    var actions = new ArrayList<Action>();
    long everyMillis = 0;
    for (int number = range.first(); number <= range.last(); number++) {
      var parser = new ActionParser(words.readingFor(range, number), props, earliestMillis, true);
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
      case "delete" -> delete();
      case "resolve" -> resolve();
      case "crash" -> new Action.Crash(running());
      case "restart" -> new Action.Restart(down());
      case "wipe" -> new Action.Wipe(stillDown());
      case "pause" -> new Action.Pause(standing(), words.millis("a time"));
      case "stall" -> new Action.Stall(standing(), words.millis("a time"));
      case "falter" -> new Action.Falter(standing(), words.millis("a time"));
      case "fill" -> new Action.Fill(standing());
      case "flap" -> flap();
      case "rot" -> rot();
      case "scrub" -> new Action.Scrub(standing());
      case "cut" -> cut();
      case "partition" -> partition();
      case "lose", "slow", "duplicate", "skew" -> new TroubleParser(words, props).parse(verb);
      case "heal" -> new Action.Heal();
      case "wait" -> new Action.Wait(words.millis("a time"));
      case "measure" -> new MeasureParser(words, props).measure();
      case "expect" -> new ExpectationParser(words, props, earliestMillis).parse();
      default -> throw new ScenarioException(
          words.line(), 1, "a '" + verb + "' has no time and stands alone", "write it on a line of its own");
    };
  }

  private Action put() {
    Key key = words.key();
    Content content = words.value();
    Manner manner = written(key, content);
    return new Action.Put(key, content, manner);
  }

  private Action update() {
    Key key = words.key();
    Content content = words.value();
    Manner manner = written(key, content);
    return new Action.Update(key, content, manner);
  }

  private Manner written(Key key, Content content) {
    props.write(key, content);
    Manner manner = manner(WRITES);
    if (manner.success() == Manner.Success.ALWAYS) {
      props.isSurelyThere(key);
    }
    if (manner.options().ttlMillis() != Options.DEFAULT_TTL) {
      props.mayBeGone(key);
    }
    return manner;
  }

  private Action delete() {
    Key key = words.key();
    props.mayBeGone(key);
    return new Action.Delete(key, manner(WRITES));
  }

  private Action resolve() {
    Key key = words.key();
    props.mix(key);
    words.expect("with");
    Token resolver = words.token("a resolver");
    try {
      Resolvers.named(resolver.text());
    } catch (IllegalArgumentException unknown) {
      throw words.refused(resolver, unknown.getMessage(), "");
    }
    return new Action.Resolve(key, resolver.text(), manner(WRITES));
  }

  private Action partition() {
    props.disturb();
    return new Action.Partition(groups());
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

  /** A node that is down, and stays so. */
  private NodeId stillDown() {
    NodeId node = down();
    props.crash(node);
    return node;
  }

  /** A node that is up, and stays so. */
  private NodeId standing() {
    NodeId node = running();
    props.restart(node);
    return node;
  }

  /** {@code rot n3 60 records}. */
  private Action rot() {
    NodeId node = standing();
    int column = words.column();
    long records = words.count();
    words.expect("records");
    if (records < 1 || records > MAX_TIMES) {
      throw new ScenarioException(words.line(), column, "from 1 to " + MAX_TIMES + " records rot, not " + records, "");
    }
    return new Action.Rot(node, (int) records);
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
    props.disturb();
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
          throw new ScenarioException(words.line(), column, node + " cannot be on two sides",
              "name each node once, as in partition n1 n2 | n3 n4 n5");
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
    if (words.accept("may")) {
      words.expect("fail");
      return manner.withSuccess(Manner.Success.MAYBE);
    }
    if (ranged && words.accept("every")) {
      everyMillis = words.millis("a time");
      return manner;
    }
    if (known == WRITES && words.accept("over")) {
      words.expect("seen");
      return manner.withOverSeen();
    }
    if (known == READS && words.accept(BLOCKING)) {
      return manner.withOptions(manner.options().withRepair(Options.Repair.BLOCKING));
    }
    Token token = words.token("a clause");
    if (known == WRITES && token.plain() && token.text().startsWith(TTL)) {
      return manner.withOptions(manner.options().withTtlMillis(ttlMillis(token)));
    }
    Matcher count = COUNT.matcher(token.text());
    boolean read = known == READS;
    if (!token.plain() || !count.matches() || count.group(1).endsWith("r") != read) {
      throw words.refused(token, "'" + token.text() + "' does not belong here",
          "here may stand " + String.join(", ", known) + (ranged ? ", every TIME" : "") + "; a value that has spaces is quoted");
    }
    return manner.withOptions(counted(manner.options(), token, count));
  }

  private long ttlMillis(Token token) {
    try {
      return Ttl.parse(token.text().substring(TTL.length()));
    } catch (IllegalArgumentException refused) {
      throw words.refused(token, refused.getMessage(), "for example ttl=30s");
    }
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
      wanted.settle(count.group(1), props.copies(), props.copies(), count.group(1).startsWith("p") ? 0 : 1);
      return count.group(1).startsWith("p") ? options.withPrimaries(wanted) : options.withQuorum(wanted);
    } catch (IllegalArgumentException | OperationFailure noCount) {
      throw words.refused(token, noCount.getMessage(), "");
    }
  }
}
