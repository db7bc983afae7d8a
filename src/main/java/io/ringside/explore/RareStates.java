package io.ringside.explore;

import io.ringside.event.Event;
import io.ringside.membership.Member;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.version.Actor;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.Collections;
import java.util.EnumMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts how often a run, or many, came into each rare state. Not safe for more than one thread. */
final class RareStates {
  private static final int MANY = 5;

  private final EnumMap<RareState, Long> counts = new EnumMap<>(RareState.class);

  SortedMap<RareState, Long> counts() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  void reached(RareState state) {
    counts.merge(state, 1L, Long::sum);
  }

  void reachedIf(boolean condition, RareState state) {
    if (condition) {
      reached(state);
    }
  }

  void saw(Event event) {
    if (event instanceof Event.Stored stored) {
      sawStored(stored.siblings());
      reachedIf(stored.cause().equals("read-repair") && stored.siblings().versions().size() > 1,
          RareState.PUT_MERGED_AT_READ_REPAIR);
    } else if (event instanceof Event.OperationReply reply) {
      sawReply(reply);
    } else if (event instanceof Event.HintStored) {
      reached(RareState.HINT_STORED);
    } else if (event instanceof Event.HintDelivered) {
      reached(RareState.HINT_DELIVERED);
    } else if (event instanceof Event.HintDropped dropped) {
      reachedIf(!dropped.reason().equals(Event.HintDropped.OUTDATED), RareState.HINT_REFUSED_FOR_LACK_OF_ROOM);
    } else if (event instanceof Event.HintRerouted) {
      reached(RareState.HINT_REROUTED);
    } else if (event instanceof Event.ViewChanged changed) {
      sawMember(changed.member());
    } else {
      sawRepair(event);
      sawHealth(event);
    }
  }

  private void sawRepair(Event event) {
    if (event instanceof Event.ReadRepaired repaired) {
      reached(RareState.READ_REPAIRED);
      reachedIf(repaired.awaited(), RareState.READ_REPAIR_AWAITED);
    } else if (event instanceof Event.ReadRepairSkipped) {
      reached(RareState.READ_REPAIR_LEFT_TO_TREES);
    } else if (event instanceof Event.TreeRepaired) {
      reached(RareState.TREE_REPAIRED);
    } else if (event instanceof Event.Reaped) {
      reached(RareState.TOMBSTONE_REAPED);
    } else if (event instanceof Event.TreesRebuilt) {
      reached(RareState.TREES_REBUILT);
    } else if (event instanceof Event.RecordQuarantined) {
      reached(RareState.RECORD_QUARANTINED);
    } else if (event instanceof Event.RecordHealed) {
      reached(RareState.RECORD_HEALED);
    }
  }

  private void sawHealth(Event event) {
    if (event instanceof Event.Amnesia) {
      reached(RareState.NODE_AMNESIAC);
    } else if (event instanceof Event.MemberDegraded) {
      reached(RareState.NODE_DEGRADED);
    } else if (event instanceof Event.MemberRecovered) {
      reached(RareState.DEGRADED_NODE_RECOVERED);
    }
  }

  void saw(Throwable failure) {
    if (failure instanceof OperationFailure known) {
      reachedIf(known.effect() == Effect.UNKNOWN, RareState.OUTCOME_UNKNOWN);
      reachedIf(known.kind() == Kind.CANNOT_TELL, RareState.READ_CANNOT_TELL);
      reachedIf(known.kind() == Kind.TOO_LARGE, RareState.WRITE_REFUSED_FOR_SIBLINGS);
      reachedIf(known.kind() == Kind.PRECONDITION_FAILED, RareState.PUT_REFUSED_FOR_A_VALUE);
      reachedIf(known.kind() == Kind.QUORUM_MISSED, RareState.QUORUM_MISSED);
    }
  }

  private void sawStored(Siblings siblings) {
    int versions = siblings.versions().size();
    reachedIf(versions > 1, RareState.SIBLINGS_STORED);
    reachedIf(versions >= MANY, RareState.MANY_SIBLINGS);
    if (versions > 1) {
      long tombstones = siblings.versions().values().stream().filter(Version::isTombstone).count();
      reachedIf(tombstones > 0 && tombstones < versions, RareState.TOMBSTONE_BESIDE_VALUE);
    }
    Actor last = null;
    for (Actor actor : siblings.context().clock().counters().keySet()) {
      if (last != null && last.node().equals(actor.node())) {
        reached(RareState.TWO_EPOCHS_OF_ONE_NODE);
        return;
      }
      last = actor;
    }
  }

  private void sawReply(Event.OperationReply reply) {
    boolean fallback = !reply.standsInFor().isEmpty();
    switch (reply.outcome()) {
      case "minted" -> reachedIf(fallback, RareState.FALLBACK_MINTED);
      case "hinted" -> reached(RareState.SLOT_FILLED_BY_FALLBACK);
      case "silent" -> reached(RareState.REPLICA_SILENT);
      case "unavailable" -> reached(RareState.REPLICA_UNAVAILABLE);
      default -> { }
    }
  }

  private void sawMember(Member member) {
    switch (member.status()) {
      case SUSPECT -> reached(RareState.LIVE_NODE_SUSPECTED);
      case DEAD -> reached(RareState.NODE_DECLARED_DEAD);
      case ALIVE -> reached(RareState.NODE_BACK_ALIVE);
    }
  }
}
