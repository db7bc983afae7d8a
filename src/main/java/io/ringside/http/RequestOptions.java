package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.config.Suggestion;
import io.ringside.operation.Count;
import io.ringside.operation.Options;
import io.ringside.operation.Ttl;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;

/** The query of a data request: how careful to be, and what to answer. Immutable. */
record RequestOptions(Options read, Options write, boolean explain, boolean returnBody) {
  private static final SortedSet<String> KNOWN = new TreeSet<>(
      List.of("n", "r", "w", "pr", "pw", "timeout", "fanout", "notfound_ok", "return", "explain", "repair", "via"));
  private static final SortedSet<String> KNOWN_OF_PUT = new TreeSet<>(KNOWN);

  static {
    KNOWN_OF_PUT.add("ttl");
  }

  /** A parameter that does not exist, comes twice, or makes no sense is refused. */
  static RequestOptions parse(MultiMap query) {
    checkNames(query, KNOWN);
    return parseKnown(query);
  }

  /** The same of a put, which may say how long its value lives. */
  static RequestOptions parsePut(MultiMap query) {
    checkNames(query, KNOWN_OF_PUT);
    return parseKnown(query);
  }

  private static RequestOptions parseKnown(MultiMap query) {
    boolean explain = flag(query, "explain");
    Options common = Options.DEFAULTS
        .withN(count(query, "n"))
        .withTimeoutMillis(timeoutMillis(query))
        .withFanout(fanout(query))
        .withNotFoundOk(flag(query, "notfound_ok"))
        .withExplain(explain)
        .withRepair(repair(query));
    return new RequestOptions(
        common.withQuorum(count(query, "r")).withPrimaries(count(query, "pr")),
        common.withQuorum(count(query, "w")).withPrimaries(count(query, "pw")).withTtlMillis(ttlMillis(query)),
        explain,
        returnBody(query));
  }

  /** Refuses what no read could have. A read's own counts are checked where it is made; this is for the other requests. */
  void checkCountsOfRead(int replicas) {
    check(read, replicas, "r", "pr");
  }

  /** Likewise for a write. */
  void checkCountsOfWrite(int replicas) {
    check(write, replicas, "w", "pw");
  }

  /** An impossible N is refused by whoever carries the operation out. */
  private static void check(Options options, int replicas, String quorum, String primaries) {
    int n = options.n().resolve(replicas, replicas);
    if (n >= 1 && n <= replicas) {
      options.quorum().settle(quorum, n, n, 1);
      options.primaries().settle(primaries, n, 0, 0);
    }
  }

  static void checkNames(MultiMap query, SortedSet<String> known) {
    for (String name : query.names()) {
      if (!known.contains(name)) {
        String meant = Suggestion.didYouMean(name, known);
        throw Refusal.of(400, "unknown_parameter", "there is no query parameter '" + name + "'",
            meant.isEmpty() ? "known: " + String.join(", ", known) : meant);
      }
      if (query.getAll(name).size() > 1) {
        throw Refusal.badRequest("the query parameter '" + name + "' comes more than once", "send it once");
      }
    }
  }

  /** The member that the query names as the first to be asked, if it names one. */
  static Optional<NodeId> via(MultiMap query, SortedSet<NodeId> members) {
    String name = query.get("via");
    if (name == null) {
      return Optional.empty();
    }
    return Optional.of(members.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow(() ->
        Refusal.badRequest("there is no node '" + name + "' to go in by", "the members are " + members)));
  }

  /** The query that says the same to {@link #parse}; {@code quorum} and {@code primaries} name R and PR, or W and PW. */
  static String query(Options options, String quorum, String primaries) {
    var query = new StringJoiner("&", "?", "").setEmptyValue("");
    add(query, "n", options.n());
    add(query, quorum, options.quorum());
    add(query, primaries, options.primaries());
    if (options.timeoutMillis() > 0) {
      query.add("timeout=" + options.timeoutMillis());
    }
    if (options.fanout() != Options.Fanout.DEFAULT) {
      query.add("fanout=" + options.fanout().name().toLowerCase(Locale.ROOT));
    }
    if (options.notFoundOk()) {
      query.add("notfound_ok=true");
    }
    if (options.repair() == Options.Repair.BLOCKING) {
      query.add("repair=blocking");
    }
    if (options.explain()) {
      query.add("explain=true");
    }
    if (options.ttlMillis() != Options.DEFAULT_TTL) {
      query.add("ttl=" + options.ttlMillis() + "ms");
    }
    return query.toString();
  }

  private static void add(StringJoiner query, String name, Count count) {
    if (!count.isDefault()) {
      query.add(name + "=" + count);
    }
  }

  private static Count count(MultiMap query, String name) {
    String text = query.get(name);
    try {
      return text == null ? Count.DEFAULT : Count.parse(text);
    } catch (IllegalArgumentException notACount) {
      throw Refusal.badRequest(name + ": " + notACount.getMessage(), "for example " + name + "=2 or " + name + "=quorum");
    }
  }

  private static long timeoutMillis(MultiMap query) {
    return query.contains("timeout") ? number(query, "timeout", 0, (int) Options.MAX_TIMEOUT_MILLIS) : 0;
  }

  private static long ttlMillis(MultiMap query) {
    String text = query.get("ttl");
    try {
      return text == null ? Options.DEFAULT_TTL : Ttl.parse(text);
    } catch (IllegalArgumentException refused) {
      throw Refusal.badRequest(refused.getMessage(), "for example ttl=90s, ttl=30m, ttl=12h or ttl=7d");
    }
  }

  static int number(MultiMap query, String name, int otherwise, int most) {
    String text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // refused below, like a number out of range
    }
    throw Refusal.badRequest(name + " is a number from 1 to " + most + ", not '" + text + "'", "");
  }

  /** Up to 64 bits, as an unsigned number in decimal. */
  static long bits(MultiMap query, String name, long otherwise) {
    String text = query.get(name);
    try {
      return text == null ? otherwise : Long.parseUnsignedLong(text);
    } catch (NumberFormatException notANumber) {
      throw Refusal.badRequest(name + " is a number from 0 to " + Long.toUnsignedString(-1) + ", not '" + text + "'", "a bit for each");
    }
  }

  static boolean flag(MultiMap query, String name) {
    String text = query.get(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true") || text.isEmpty()) {
      return true;
    }
    throw Refusal.badRequest(name + " is true or false, not '" + text + "'", "");
  }

  private static Options.Fanout fanout(MultiMap query) {
    String text = query.get("fanout");
    if (text == null) {
      return Options.Fanout.DEFAULT;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "all" -> Options.Fanout.ALL;
      case "quorum" -> Options.Fanout.QUORUM;
      default -> throw Refusal.badRequest("fanout is all or quorum, not '" + text + "'", "");
    };
  }

  private static Options.Repair repair(MultiMap query) {
    String text = query.get("repair");
    if (text == null) {
      return Options.Repair.BACKGROUND;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "background" -> Options.Repair.BACKGROUND;
      case "blocking" -> Options.Repair.BLOCKING;
      default -> throw Refusal.badRequest("repair is background or blocking, not '" + text + "'", "");
    };
  }

  private static boolean returnBody(MultiMap query) {
    String text = query.get("return");
    if (text == null) {
      return false;
    }
    if (text.equals("body")) {
      return true;
    }
    throw Refusal.badRequest("return is body or absent, not '" + text + "'", "");
  }
}
