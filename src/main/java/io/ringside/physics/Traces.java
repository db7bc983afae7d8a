package io.ringside.physics;

import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The real siblings, step by step, as the papers on dotted version vectors and Dynamo's figure print them. */
final class Traces implements Law {
  private static final String NAME = "siblings";
  private static final Actor A = Actor.of("a");
  private static final int LONG = 101;

  /** How a put changes a server's set: {@link Siblings#put}, or something worse that a test wants to see found out. */
  @FunctionalInterface
  interface Put extends BiFunction<Siblings, Version, Siblings> {}

  private final Put put;

  Traces() {
    this((server, version) -> server.put(A, version));
  }

  Traces(Put put) {
    this.put = put;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "DVV, Dynamo: the successive sets of siblings, as published";
  }

  @Override
  public Result measure(Effort effort) {
    List<Siblings> alternating = alternating();
    var findings = new ArrayList<Finding>();
    findings.add(Finding.exact(NAME, "own last context and blind, in turns",
        "{a:1[1]} {a:2[2,1]} {a:3[3,2]} {a:4[4,3,2]} {a:5[5,4]} {a:6[6,5,4]}",
        alternating.stream().limit(6).map(Traces::print).collect(Collectors.joining(" ")), 6));
    findings.add(Finding.exact(NAME, "siblings after 101 such puts", 2, alternating.get(LONG - 1).versions().size(), LONG));
    findings.add(Finding.exact(NAME, "two clients that put, then get: most siblings", 2, most(true), LONG));
    findings.add(Finding.exact(NAME, "two clients over their own puts: most siblings", 2, most(false), LONG));
    findings.add(Finding.exact(NAME, "{a:1[]} + {a:2[2,1]}", "{a:2[2]}", bothWays(emptied(A), blind(2)), 1));
    findings.add(Finding.exact(NAME, "{x:1[]} + {a:1[1]}", "{a:1[1] x:1[]}", bothWays(emptied(Actor.of("x")), blind(1)), 1));
    findings.add(Finding.exact(NAME, "Dynamo, figure 3: D3 | D4; read; D5",
        "{Sx:2 Sy:1} | {Sx:2 Sz:1}; {Sx:2 Sy:1 Sz:1}; {Sx:3 Sy:1 Sz:1}", figure(), 1));
    return Result.of(findings);
  }

  private List<Siblings> alternating() {
    var states = new ArrayList<Siblings>();
    Siblings server = Siblings.NONE;
    CausalContext read = CausalContext.EMPTY;
    for (int i = 1; i <= LONG; i++) {
      boolean careful = i % 2 == 1;
      server = put.apply(server, version(careful ? read : CausalContext.EMPTY, i));
      read = careful ? server.context() : read;
      states.add(server);
    }
    return states;
  }

  /** Two clients in turns, each over what it read after its put, or over its own puts alone. */
  private int most(boolean reading) {
    Siblings server = Siblings.NONE;
    var seen = new ArrayList<>(List.of(CausalContext.EMPTY, CausalContext.EMPTY));
    int most = 0;
    for (int i = 1; i <= LONG; i++) {
      int client = i % 2;
      Dot dot = server.nextDot(A);
      server = put.apply(server, version(seen.get(client), i));
      seen.set(client, reading ? server.context() : seen.get(client).with(dot));
      most = Math.max(most, server.versions().size());
    }
    return most;
  }

  private Siblings blind(int puts) {
    Siblings server = Siblings.NONE;
    for (int i = 1; i <= puts; i++) {
      server = put.apply(server, version(CausalContext.EMPTY, i));
    }
    return server;
  }

  private static Siblings emptied(Actor actor) {
    return new Siblings(CausalContext.EMPTY.with(new Dot(actor, 1)), new TreeMap<>());
  }

  private static String bothWays(Siblings one, Siblings other) {
    String merged = print(one.merge(other));
    return merged.equals(print(other.merge(one))) ? merged : "not commutative";
  }

  private static Version version(CausalContext past, int number) {
    return new Version(past, RequestId.of("put " + number), 0, Optional.of(Content.text("v" + number)));
  }

  /** Dynamo's D1 to D5: two writes at Sx, one each at Sy and Sz over the second, and a reconciling one at Sx. */
  private static String figure() {
    Actor sx = Actor.of("Sx");
    Siblings d1 = Siblings.NONE.put(sx, version(CausalContext.EMPTY, 1));
    Siblings d2 = d1.put(sx, version(d1.context(), 2));
    Siblings d3 = d2.put(Actor.of("Sy"), version(d2.context(), 3));
    Siblings d4 = d2.put(Actor.of("Sz"), version(d2.context(), 4));
    Siblings read = d3.merge(d4);
    Siblings d5 = read.put(sx, version(read.context(), 5));
    String clocks = read.versions().entrySet().stream().map(Traces::clock).collect(Collectors.joining(" | "));
    String last = d5.versions().entrySet().stream().map(Traces::clock).collect(Collectors.joining(" | "));
    return clocks + "; " + read.context() + "; " + last;
  }

  /** A version's vector clock: its past and its own dot. */
  private static String clock(Map.Entry<Dot, Version> entry) {
    return entry.getValue().past().with(entry.getKey()).clock().toString();
  }

  /** Each actor's counter, then its live counters, newest first. */
  private static String print(Siblings server) {
    return server.context().clock().counters().keySet().stream().map(actor -> {
      List<Long> live = new ArrayList<>(server.versions().keySet().stream()
          .filter(dot -> dot.actor().equals(actor)).map(Dot::counter).toList());
      live.sort(Collections.reverseOrder());
      return actor + ":" + server.context().highestOf(actor) + live.toString().replace(" ", "");
    }).collect(Collectors.joining(" ", "{", "}"));
  }
}
