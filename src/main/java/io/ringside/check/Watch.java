package io.ringside.check;

import io.ringside.NodeId;
import io.ringside.event.LoggedEvent;
import java.util.List;

/**
 * All checkers that watch events: what a run is to be shown as it goes, so that no log need be kept. Not safe for more than one
 * thread.
 */
public final class Watch implements EventCheck {
  private final DotLedger ledger = new DotLedger();
  private final LocalClocks clocks = new LocalClocks();
  private final ReplicaSiblings siblings = new ReplicaSiblings();
  private final Replacements replacements = new Replacements();
  private final MetadataBound metadata = new MetadataBound();
  private final HintAccount hints = new HintAccount();
  private final ViewLog views = new ViewLog();
  private final Durability durability = new Durability();
  private final Resurrections resurrections = new Resurrections();
  private final Reapings reapings;
  private final Lifetimes lifetimes;
  private final List<EventCheck> all;

  /** Of nodes with clocks of their own, which say nothing beside those of clients. */
  public Watch() {
    this(new Reapings(), new Lifetimes());
  }

  private Watch(Reapings reapings, Lifetimes lifetimes) {
    this.reapings = reapings;
    this.lifetimes = lifetimes;
    this.all = List.of(ledger, clocks, siblings, replacements, metadata, hints, views, durability, resurrections, reapings);
  }

  /**
   * Of one simulation: it is shown the run's own time, by which attempts are recorded too, and no node's wall clock.
   *
   * @param zeroMillis what a wall clock shows when that time begins
   */
  public static Watch ofOneClock(long zeroMillis) {
    return new Watch(new Reapings(true, zeroMillis), new Lifetimes());
  }

  /**
   * The same, where it is known how far nodes' wall clocks are apart.
   *
   * @param apartMillis at most, in all the run, and also from a clock that is right
   */
  public static Watch ofOneClock(long zeroMillis, long apartMillis) {
    return new Watch(new Reapings(true, zeroMillis, apartMillis), new Lifetimes(zeroMillis, apartMillis));
  }

  @Override
  public void saw(LoggedEvent logged) {
    all.forEach(check -> check.saw(logged));
  }

  /** To be told when a node's disk is lost or rolled back on purpose; a node that finds out by itself says so in an event. */
  public void lostData(NodeId node) {
    clocks.lostData(node);
    siblings.lostData(node);
    replacements.lostData(node);
    metadata.lostData(node);
    durability.lostData(node);
    resurrections.lostData(node);
  }

  @Override
  public List<Violation> violations() {
    return all.stream().flatMap(check -> check.violations().stream()).toList();
  }

  public DotLedger ledger() {
    return ledger;
  }

  public HintAccount hints() {
    return hints;
  }

  Durability durability() {
    return durability;
  }

  Replacements replacements() {
    return replacements;
  }

  public Reapings reapings() {
    return reapings;
  }

  Lifetimes lifetimes() {
    return lifetimes;
  }

  /** The most siblings that any record had. */
  public int mostSiblings() {
    return siblings.most();
  }

  /** The most actors that any context named. */
  public int mostActors() {
    return metadata.most();
  }
}
