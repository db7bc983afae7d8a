package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Resolvers;
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
      "put", "get", "update", "delete", "resolve", "crash", "restart", "partition", "heal", "wait", "expect", "say");
  private static final List<String> READS = List.of("via", "as", "r=N", "pr=N", "fails");
  private static final List<String> WRITES = List.of("via", "as", "over seen", "w=N", "pw=N", "fails");
  private static final Pattern COUNT = Pattern.compile("(r|w|pr|pw)=(\\w+)");

  private final Words words;
  private final Props props;
  private final long latestMillis;

  /** @param latestMillis the latest time on the scenario's clock that a step before named */
  ActionParser(Words words, Props props, long latestMillis) {
    this.words = words;
    this.props = props;
    this.latestMillis = latestMillis;
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
      case "crash" -> new Action.Crash(node(true));
      case "restart" -> new Action.Restart(node(false));
      case "partition" -> new Action.Partition(groups());
      case "heal" -> new Action.Heal();
      case "wait" -> new Action.Wait(words.millis("a time"));
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

  private NodeId node(boolean crash) {
    int column = words.column();
    NodeId node = words.node(props.nodes());
    if (crash && !props.crash(node)) {
      throw new ScenarioException(words.line(), column, node + " is down already", "restart it first");
    }
    if (!crash && !props.restart(node)) {
      throw new ScenarioException(words.line(), column, node + " is not down here", "crash it first");
    }
    return node;
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
    if (words.accept("fails")) {
      return manner.withFails();
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
          "here may stand " + String.join(", ", known) + "; a value that has spaces is quoted");
    }
    return manner.withOptions(counted(manner.options(), token, count));
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
