package io.ringside.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.Events;
import io.ringside.membership.Member;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts one node's events, and shows the counts as Prometheus text. Safe for any number of threads. Labels have few values:
 * never a key, and of each open-ended name only the first {@value #MAX_NAMES}.
 */
public final class Metrics implements Events {
  private static final int MAX_NAMES = 32;
  private static final String OTHER = "other";
  private static final List<String> REASONS_TO_DROP = List.of(Event.HintDropped.TOO_MANY, Event.HintDropped.TOO_LARGE);
  private static final String REPAIRS = "Stale replicas that reads found: sent what they lacked, or left to anti-entropy (skipped)";
  private static final Duration FASTEST = Duration.ofNanos(100_000);
  private static final Duration SLOWEST = Duration.ofSeconds(10);

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<NodeId, Member.Status> members = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> valuesByLabel = new ConcurrentHashMap<>();

  /** {@code roster} are the members, believed alive until an event says otherwise. */
  public Metrics(NodeId node, Collection<NodeId> roster) {
    registry.config().commonTags("node", node.name());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    roster.forEach(member -> members.put(member, Member.Status.ALIVE));
    for (Member.Status status : Member.Status.values()) {
      registry.gauge("ringside.members", Tags.of("status", word(status)), members,
          beliefs -> beliefs.values().stream().filter(status::equals).count());
    }
  }

  /** All metrics in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void emit(Event event) {
    if (event instanceof Event.OperationEnded ended) {
      operation(ended);
    } else if (event instanceof Event.Stored stored) {
      count("ringside.stores", "Changes of this node's records", "cause", stored.cause());
    } else if (event instanceof Event.ReadRepaired) {
      count("ringside.read.repairs", REPAIRS, "kind", "read");
    } else if (event instanceof Event.ReadRepairSkipped) {
      count("ringside.read.repairs", REPAIRS, "kind", "skipped");
    } else {
      hint(event);
      health(event);
    }
  }

  private void hint(Event event) {
    if (event instanceof Event.HintsFound found) {
      hint("found", found.count());
    } else if (event instanceof Event.HintStored stored) {
      hint(stored.grown() ? "grown" : "stored", 1);
    } else if (event instanceof Event.HintDelivered) {
      hint("delivered", 1);
    } else if (event instanceof Event.HintRerouted) {
      hint("rerouted", 1);
    } else if (event instanceof Event.HintDropped dropped) {
      hint("dropped", 1);
      count("ringside.hints.dropped", "Writes that this node had no room to keep for another", "reason",
          REASONS_TO_DROP.contains(dropped.reason()) ? dropped.reason() : OTHER);
    }
  }

  private void repair(Event event) {
    if (event instanceof Event.TreeRepaired) {
      count("ringside.repair.keys", "Owners that were sent what their trees showed they lacked", "kind", "tree");
    } else if (event instanceof Event.RecordQuarantined aside && !aside.earlier()) {
      count("ringside.repair.records", "Records that could not be read: put aside, healed", "event", "quarantined");
    } else if (event instanceof Event.RecordHealed) {
      count("ringside.repair.records", "Records that could not be read: put aside, healed", "event", "healed");
    } else if (event instanceof Event.Reaped) {
      count("ringside.deletes.records", "Deleted and expired records that this node has forgotten for good", "event", "reaped");
    } else if (event instanceof Event.ReapEnded ended) {
      count("ringside.deletes.rounds", "Times that this node tried to have deleted records forgotten everywhere", "end",
          ended.why().isEmpty() ? "reaped" : "in vain");
    } else if (event instanceof Event.TreesDoubted) {
      count("ringside.repair.rebuilds", "Times that digests could not be relied on, so that all were made anew", "kind", "begun");
    } else if (event instanceof Event.ScrubEnded) {
      count("ringside.repair.scrubs", "Looks at all that this node holds that have ended", "kind", "ended");
    }
  }

  private void health(Event event) {
    repair(event);
    if (event instanceof Event.ViewChanged changed) {
      members.put(changed.member().node(), changed.member().status());
    } else if (event instanceof Event.MemberDegraded) {
      count("ringside.degradations", "Members that this coordinator began to ask last", "kind", "gray");
    } else if (event instanceof Event.Amnesia) {
      count("ringside.amnesias", "Starts that found data lost", "kind", "start");
    } else if (event instanceof Event.StoreBroken broken) {
      count("ringside.store.failures", "Times that the store took no more writes: disk full or failed, or damaged; and was mended",
          "kind", broken.damaged() ? "damaged" : "failed");
    } else if (event instanceof Event.StoreMended mended) {
      count("ringside.store.failures", "Times that the store took no more writes: disk full or failed, or damaged; and was mended",
          "kind", "mended");
      lost("records", mended.lost());
      lost("hints", mended.lostHints());
      lost("other", mended.lostOther());
    } else if (event instanceof Event.HintsUnreadable unreadable) {
      lost("hints found by a scrub", unreadable.places());
    } else if (event instanceof Event.BackgroundFailed failed) {
      count("ringside.background.failures", "Background work that met an expected failure", "what", failed.what());
    } else if (event instanceof Event.Bug) {
      count("ringside.bugs", "Things thrown that nobody expects", "kind", "bug");
    }
  }

  private void lost(String what, long count) {
    count("ringside.store.lost", "What could not be read when a damaged store was mended, as far as it is known", "what", what, count);
  }

  private void operation(Event.OperationEnded ended) {
    String verb = bounded("verb", ended.verb());
    Timer.builder("ringside.operation")
        .description("Time from a client's request to its answer, by verb and outcome")
        .tags("verb", verb, "outcome", bounded("outcome", ended.outcome()))
        .publishPercentileHistogram()
        .minimumExpectedValue(FASTEST)
        .maximumExpectedValue(SLOWEST)
        .register(registry)
        .record(ended.tookMicros(), TimeUnit.MICROSECONDS);
    if (ended.verb().equals("get")) {
      DistributionSummary.builder("ringside.read.siblings")
          .description("Versions that a read returned")
          .serviceLevelObjectives(1, 2, 5, 10, 50, 100)
          .register(registry)
          .record(ended.siblings());
    }
  }

  private void hint(String what, long count) {
    count("ringside.hints",
        "Writes kept for others: found + stored = delivered + rerouted + pending; grown are no new ones, dropped were never kept",
        "event", what, count);
  }

  private void count(String name, String description, String label, String value) {
    count(name, description, label, value, 1);
  }

  private void count(String name, String description, String label, String value, long count) {
    Counter.builder(name).description(description).tag(label, bounded(label, value)).register(registry).increment(count);
  }

  /** A label's value, or {@value #OTHER} once there are too many of them. */
  private String bounded(String label, String value) {
    Set<String> values = valuesByLabel.computeIfAbsent(label, first -> ConcurrentHashMap.newKeySet());
    if (values.size() < MAX_NAMES) {
      values.add(value);
    }
    return values.contains(value) ? value : OTHER;
  }

  private static String word(Member.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
