package io.ringside.version;

/** The unique name of one write: the {@code counter}-th, from 1, of an actor. Immutable; ordered by actor, then counter. */
public record Dot(Actor actor, long counter) implements Comparable<Dot> {
  public Dot {
    if (counter < 1) {
      throw new IllegalArgumentException("A dot's counter starts at 1, not " + counter);
    }
  }

  public static Dot of(String node, long counter) {
    return new Dot(Actor.of(node), counter);
  }

  @Override
  public int compareTo(Dot other) {
    int byActor = actor.compareTo(other.actor);
    return byActor != 0 ? byActor : Long.compare(counter, other.counter);
  }

  @Override
  public String toString() {
    return actor + ":" + counter;
  }
}
