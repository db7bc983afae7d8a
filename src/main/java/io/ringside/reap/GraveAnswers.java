package io.ringside.reap;

import io.ringside.env.Mishap;
import io.ringside.env.Mishaps;
import io.ringside.era.Eras;
import io.ringside.message.Ack;
import io.ringside.message.Dead;
import io.ringside.message.EraReport;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.repair.Copies;
import io.ringside.ring.ConsistentHashRing;
import io.vertx.core.Future;

/** What a node does when another one reaps: it steps into the new era, confirms what is dead, and digs. */
public final class GraveAnswers {
  private final ConsistentHashRing ring;
  private final Copies copies;
  private final Eras eras;
  private final Graves graves;
  private final Mishaps mishaps;

  public GraveAnswers(ConsistentHashRing ring, Copies copies, Eras eras, Graves graves, Mishaps mishaps) {
    this.ring = ring;
    this.copies = copies;
    this.eras = eras;
    this.graves = graves;
    this.mishaps = mishaps;
  }

  /**
   * Completes when the step is taken, or with {@code done} false if it cannot be: for one who goes by other numbers of copies, say.
   * He does not ask all who own the keys by those of this node.
   */
  public Future<EraReport> step(Request.StepEra step) {
    check(step.partition());
    if (step.copies() != copies.fingerprint()) {
      return Future.succeededFuture(eras.report(step.partition()));
    }
    return eras.step(step).map(report -> {
      mishaps.at(Mishap.ERA_STEPPED);
      return report;
    });
  }

  public Future<EraReport> rejoin(Request.RejoinEra rejoin) {
    check(rejoin.partition());
    return eras.rejoin(rejoin);
  }

  public Future<Dead> show(Request.ShowGraves show) {
    check(show.partition());
    return graves.confirm(show);
  }

  /** Completes when they are gone from this disk; fails with {@link Failure.Refused} unless all have marked their era. */
  public Future<Ack> reap(Request.Reap reap) {
    check(reap.partition());
    if (eras.report(reap.partition()).reaped() < reap.era()) {
      throw new Failure.Refused("the era " + reap.era() + " of partition " + reap.partition() + " was not marked here");
    }
    return graves.dig(reap.graves()).map(gone -> {
      mishaps.at(Mishap.REAPED);
      return Ack.STORED;
    });
  }

  private void check(int partition) {
    if (partition >= ring.partitions()) {
      throw new Failure.Refused("there is no partition " + partition + " of " + ring.partitions());
    }
  }
}
