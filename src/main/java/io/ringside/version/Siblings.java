package io.ringside.version;

import io.ringside.PackedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that one replica knows of one key: the versions that no other supersedes, and the context of every write it has ever seen
 * of it. Immutable. {@link #merge} is commutative and idempotent, and associative as long as no request was minted twice.
 */
public record Siblings(CausalContext context, SortedMap<Dot, Version> versions) {
  /*
   * A dotted version vector set (Almeida, Baquero, Gonçalves, Preguiça, Fonte: "Scalable and Accurate Causality Tracking for
   * Eventually Consistent Stores", DAIS 2014) with an explicit set of dots. A version that one side has and the other side's
   * context covers was superseded there, and goes. What neither side supersedes stays. The context outlives the versions, hence
   * a late copy of a superseded version is known as old and never comes back.
   *
   * Two dots of one request are one write that was minted twice, because its first minter was silent. The lower dot stays; the
   * other is already covered by the context. If another write superseded only one of the two before they met, the second stays as
   * a sibling: a retry may add a sibling, it never loses one.
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
    return new Siblings(context.merge(other.context), withoutRepeatedRequests(survivors));
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

  private static SortedMap<Dot, Version> withoutRepeatedRequests(TreeMap<Dot, Version> versions) {
    var seen = new TreeMap<RequestId, Dot>();
    versions.entrySet().removeIf(entry -> {
      RequestId request = entry.getValue().request();
      return !request.isNone() && seen.putIfAbsent(request, entry.getKey()) != null;
    });
    return versions;
  }

  /**
   * A new write by {@code actor} over what its version's past covers: exactly that is superseded, the rest stays as siblings. The
   * dot is the actor's next.
   */
  public Siblings put(Actor actor, Version version) {
    Dot dot = nextDot(actor);
    if (version.past().covers(dot)) {
      throw new IllegalArgumentException(
          "A write's past " + version.past() + " covers its own dot " + dot + ": it was minted before");
    }
    var survivors = new TreeMap<>(versions);
    survivors.keySet().removeIf(version.past()::covers);
    survivors.put(dot, version);
    return new Siblings(context.merge(version.past()).with(dot), survivors);
  }

  /** The dot that {@link #put} would mint. */
  public Dot nextDot(Actor actor) {
    return new Dot(actor, context.highestOf(actor) + 1);
  }

  /** The dot under which a request is already here, or null. */
  public Dot dotOf(RequestId request) {
    if (request.isNone()) {
      return null;
    }
    for (var entry : versions.entrySet()) {
      if (entry.getValue().request().equals(request)) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** {@code {n1:3}[n1:3 n1:2]}: the context, then the live dots. */
  @Override
  public String toString() {
    return context + versions.entrySet().stream()
        .map(entry -> entry.getKey() + (entry.getValue().isTombstone() ? "†" : ""))
        .collect(Collectors.joining(" ", "[", "]"));
  }
}
