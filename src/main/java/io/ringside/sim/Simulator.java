package io.ringside.sim;

import io.ringside.Key;
import io.ringside.check.Checks;
import io.ringside.check.DotLedger;
import io.ringside.check.Violation;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs a whole cluster through a minute of load and faults, decided by one seed, then lets it heal and judges what is left. The
 * same seed gives the same run, in every JVM.
 */
public final class Simulator {
  /** After the faults: time for gossip to see everybody again and for hints to come home. */
  private static final long HEAL_MILLIS = 40_000;

  private static final long READ_LIMIT_MILLIS = 60_000;
  private static final long REPAIR_MILLIS = 2_000;

  private final SimSettings settings;
  private final TraceHash trace;
  private final DotLedger ledger = new DotLedger();

  public Simulator(SimSettings settings, TraceHash trace) {
    this.settings = settings;
    this.trace = trace;
  }

  public static SimReport run(SimSettings settings) {
    return new Simulator(settings, new TraceHash()).run();
  }

  /** Takes a fraction of a second for each minute of virtual time. */
  public SimReport run() {
    var random = new Random(settings.seed());
    var cluster = new SimCluster(settings.nodes(), random.nextLong(), settings.config(), trace, this::watch);
    var workload = new Workload(cluster, settings, new Random(random.nextLong()));
    var mischief = new Mischief(cluster, settings, new Random(random.nextLong()));
    cluster.start();
    workload.start();
    mischief.start();
    cluster.runFor(settings.seconds() * 1000L);
    workload.stop();
    mischief.makeGood();
    cluster.runFor(HEAL_MILLIS);
    cluster.await(workload.readAll(cluster.client(cluster.nodes().get(0))), READ_LIMIT_MILLIS);
    cluster.runFor(REPAIR_MILLIS);
    return new SimReport(settings.seed(), trace.toString(), trace.count(), workload.operations(), workload.acknowledged(),
        workload.refused(), workload.unknown(), mischief.faults(), cluster.world().nowMillis(), cluster.world().steps(),
        judge(cluster, workload));
  }

  private void watch(LoggedEvent logged) {
    if (logged.event() instanceof Event.Stored stored) {
      ledger.saw(stored.key(), stored.siblings());
    } else if (logged.event() instanceof Event.HintStored hinted) {
      ledger.saw(hinted.key(), hinted.siblings());
    }
  }

  private List<Violation> judge(SimCluster cluster, Workload workload) {
    var violations = new ArrayList<>(ledger.violations());
    SortedMap<Key, Siblings> finals = new TreeMap<>();
    for (int i = 0; i < settings.keys(); i++) {
      Key key = Workload.key(i);
      var owners = cluster.owners(key);
      violations.addAll(Checks.ownersAreEqual(key, owners));
      finals.put(key, owners.values().stream().reduce(Siblings.NONE, Siblings::merge));
    }
    violations.addAll(Checks.noAcknowledgedWriteIsLost(workload.writes(), ledger, finals));
    violations.addAll(Checks.siblingsAreCausalMaxima(finals));
    violations.addAll(Checks.noHintIsLeft(cluster.hints()));
    cluster.bugs().forEach(bug -> violations.add(new Violation("bug", bug)));
    return violations;
  }
}
