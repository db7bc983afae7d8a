package io.ringside.version;

import io.ringside.PackedMap;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that one replica knows of one key: the versions that no other supersedes, and the context of every write it has ever seen
 * of it. Immutable. {@link #merge} is commutative and idempotent. It is associative as long as no request was minted twice; or if
 * it was, where all that its past covers was known, and no more than {@link Replaced#LIMIT} requests were replaced since.
 */
public record Siblings(CausalContext context, SortedMap<Dot, Version> versions) {
  /*
   * A dotted version vector set (Almeida, Baquero, Gonçalves, Preguiça, Fonte: "Scalable and Accurate Causality Tracking for
   * Eventually Consistent Stores", DAIS 2014) with an explicit set of dots. A version that one side has and the other side's
   * context covers was superseded there, and goes. What neither side supersedes stays. The context outlives the versions, hence
   * a late copy of a superseded version is known as old and never comes back.
   *
   * Two dots of one request are one write that was minted twice, because its first minter was silent. One of them stays, the
   * other is already covered by the context. If another write superseded only one of the two before they met, no context covers the
   * second. It goes all the same where a version that is here says that it replaced that request: each remembers the last few
   * (Replaced). Beyond those, or if the other write was minted where the first had not arrived, the second stays as a sibling: a
   * retry may add a sibling, it never loses one.
   */

  /** What a replica holds of a key that it has never seen. */
  public static final Siblings NONE = new Siblings(CausalContext.EMPTY, PackedMap.empty());

  public Siblings {
    versions = PackedMap.copyOf(versions);
    for (Dot dot : versions.keySet()) {
      if (!context.covers(dot)) {
        throw new IllegalArgumentException("A context covers the versions it comes with, but " + context + " not " + dot);
      }
    }
  }

  public boolean isEmpty() {
    return versions.isEmpty() && context.isEmpty();
  }

  /** True if there is something, and all of it says deleted. */
  public boolean isDeleted() {
    return !versions.isEmpty() && versions.values().stream().allMatch(Version::isTombstone);
  }

  /** How long all values are together, without their metadata and clocks. */
  public long valueBytes() {
    return versions.values().stream().flatMap(version -> version.content().stream()).mapToLong(content -> content.body().size())
        .sum();
  }

  /**
   * As they are to be taken at this time: what has expired says deleted. For whoever shows or judges them; what replicas keep and
   * compare stays as it was written, so that no clock can make two of them differ.
   */
  public Siblings asOf(long nowMillis) {
    return versions.values().stream().allMatch(version -> version == version.asOf(nowMillis)) ? this
        : new Siblings(context, versionsAsOf(nowMillis));
  }

  private SortedMap<Dot, Version> versionsAsOf(long nowMillis) {
    var now = new PackedMap.Builder<Dot, Version>(versions.size());
    versions.forEach((dot, version) -> now.put(dot, version.asOf(nowMillis)));
    return now.build();
  }

  /** What is left when both sides' knowledge is put together. */
  public Siblings merge(Siblings other) {
    if (other.isEmpty() || equals(other)) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    var survivors = new TreeMap<Dot, Version>();
    keepSurvivors(this, other, survivors);
    keepSurvivors(other, this, survivors);
    if (survivors.size() > 1) {
      removeReplaced(survivors);
      removeRepeated(survivors);
    }
    return new Siblings(context.merge(other.context), survivors);
  }

  private static void keepSurvivors(Siblings from, Siblings other, TreeMap<Dot, Version> survivors) {
    from.versions.forEach((dot, version) -> {
      Version same = other.versions.get(dot);
      if (same != null && !same.equals(version)) {
        throw new IllegalStateException("The dot " + dot + " names two values");
      }
      if (same != null || !other.context.covers(dot)) {
        survivors.put(dot, version);
      }
    });
  }

  /** What one of them says was replaced, under another dot; by the same dot causality decides. */
  private static void removeReplaced(TreeMap<Dot, Version> versions) {
    var replaced = new TreeMap<RequestId, TreeSet<Dot>>();
    for (Version version : versions.values()) {
      version.replaced().entries().forEach(entry ->
          replaced.computeIfAbsent(entry.request(), first -> new TreeSet<>()).add(entry.dot()));
    }
    versions.entrySet().removeIf(entry -> {
      TreeSet<Dot> under = replaced.get(entry.getValue().request());
      return under != null && (under.size() > 1 || !under.contains(entry.getKey()));
    });
  }

  /** Of each request one stays: what remembers most, of equals the lowest dot. */
  private static void removeRepeated(TreeMap<Dot, Version> versions) {
    var kept = new TreeMap<RequestId, Dot>();
    versions.forEach((dot, version) -> {
      if (!version.request().isNone()) {
        kept.merge(version.request(), dot, (lower, higher) -> versions.get(higher).replaced().entries().size()
            > versions.get(lower).replaced().entries().size() ? higher : lower);
      }
    });
    versions.entrySet().removeIf(entry -> {
      RequestId request = entry.getValue().request();
      return !request.isNone() && !kept.get(request).equals(entry.getKey());
    });
  }

  /**
   * A new write by {@code actor} over what its version's past covers: exactly that is superseded, the rest stays as siblings. The
   * dot is the actor's next. The version remembers what it {@link Replaced replaced} here.
   */
  public Siblings put(Actor actor, Version version) {
    Dot dot = nextDot(actor);
    if (version.past().covers(dot)) {
      throw new IllegalArgumentException(
          "A write's past " + version.past() + " covers its own dot " + dot + ": it was minted before");
    }
    var survivors = new TreeMap<Dot, Version>();
    var dots = new ArrayList<Dot>();
    var superseded = new ArrayList<Version>();
    versions.forEach((old, its) -> {
      if (version.past().covers(old)) {
        dots.add(old);
        superseded.add(its);
      } else {
        survivors.put(old, its);
      }
    });
    survivors.put(dot, version.replacing(Replaced.by(version.request(), dots, superseded)));
    return new Siblings(context.merge(version.past()).with(dot), survivors);
  }

  /** The dot that {@link #put} would mint. */
  public Dot nextDot(Actor actor) {
    return new Dot(actor, context.highestOf(actor) + 1);
  }

  /** The dot under which a request is already here, or was before a version replaced it that is here; or null. */
  public Dot dotOf(RequestId request) {
    if (request.isNone()) {
      return null;
    }
    for (var entry : versions.entrySet()) {
      if (entry.getValue().request().equals(request)) {
        return entry.getKey();
      }
    }
    Dot lowest = null;
    for (Version version : versions.values()) {
      Dot dot = version.replaced().dotOf(request);
      if (dot != null && (lowest == null || dot.compareTo(lowest) < 0)) {
        lowest = dot;
      }
    }
    return lowest;
  }

  /** {@code {n1:3}[n1:3 n1:2]}: the context, then the live dots. */
  @Override
  public String toString() {
    return context + versions.entrySet().stream()
        .map(entry -> entry.getKey() + (entry.getValue().isTombstone() ? "†" : ""))
        .collect(Collectors.joining(" ", "[", "]"));
  }
}
