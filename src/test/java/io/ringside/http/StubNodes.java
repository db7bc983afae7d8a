package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.membership.Member;
import io.ringside.event.Event;
import io.ringside.message.BackupName;
import io.ringside.message.BackupReport;
import io.ringside.message.EventPage;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.HintCounts;
import io.ringside.message.Inspection;
import io.ringside.message.Names;
import io.ringside.message.NodeStatus;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.message.ViewReport;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Members that answer what a test has put into them, or stay silent. */
final class StubNodes implements Transport {
  static final SortedSet<NodeId> MEMBERS = new TreeSet<>(List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3")));

  final SortedSet<NodeId> silent = new ConcurrentSkipListSet<>();
  final Map<NodeId, SortedSet<String>> names = new ConcurrentSkipListMap<>();
  final SortedSet<String> deleted = new ConcurrentSkipListSet<>();
  final AtomicInteger mostLooks = new AtomicInteger(Integer.MAX_VALUE);
  final AtomicInteger eventReads = new AtomicInteger();
  private final SortedMap<NodeId, List<String>> events = new TreeMap<>();
  private final SortedMap<NodeId, Long> forgotten = new TreeMap<>();
  private final SortedMap<NodeId, Long> starts = new TreeMap<>();

  StubNodes() {
    MEMBERS.forEach(node -> events.put(node, new ArrayList<>()));
  }

  synchronized void say(String node, String text) {
    List<String> lines = events.get(NodeId.of(node));
    long seq = forgotten.getOrDefault(NodeId.of(node), 0L) + lines.size() + 1;
    lines.add("{\"node\":\"" + node + "\",\"start\":\"" + startOf(NodeId.of(node)) + "\",\"seq\":\"" + seq + "\",\"t\":" + seq + ",\"text\":\"" + text + "\"}");
  }

  /** The node begins anew, and remembers nothing of what it said. */
  synchronized void restart(String node) {
    starts.put(NodeId.of(node), startOf(NodeId.of(node)) + 1);
    events.get(NodeId.of(node)).clear();
    forgotten.remove(NodeId.of(node));
  }

  private long startOf(NodeId node) {
    return starts.getOrDefault(node, 1L);
  }

  /** The node's oldest events are no longer remembered. */
  synchronized void forget(String node, int count) {
    events.get(NodeId.of(node)).subList(0, count).clear();
    forgotten.merge(NodeId.of(node), (long) count, Long::sum);
  }

  @Override
  @SuppressWarnings("unchecked")
  public synchronized <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
    if (request instanceof Request.ReadEvents) {
      eventReads.incrementAndGet();
    }
    return silent.contains(to)
        ? Future.failedFuture(new Failure.Unreachable(to + " is silent"))
        : Future.succeededFuture((R) answer(to, request));
  }

  private Object answer(NodeId to, Request<?> request) {
    if (request instanceof Request.ReadEvents read) {
      return page(to, read);
    }
    if (request instanceof Request.ListKeys list) {
      List<String> some = behind(to, list.after(), StoreKeys.KEY_ORDER);
      return page(some.stream().filter(name -> name.startsWith(list.prefix())).toList(), list.limit());
    }
    if (request instanceof Request.ListBuckets list) {
      return page(behind(to, list.after(), StoreKeys.BUCKET_ORDER), list.limit());
    }
    if (request instanceof Request.ShowView) {
      var beliefs = new TreeMap<NodeId, ViewReport.Belief>();
      MEMBERS.forEach(node -> beliefs.put(node, new ViewReport.Belief(Member.unheard(node), 10, 1)));
      return new ViewReport(beliefs);
    }
    if (request instanceof Request.ShowStatus) {
      return new NodeStatus(true, "", 3, 1234, 5678, -1, new TreeMap<>(Map.of(NodeId.of("n3"), 4L)), false,
          new HintCounts(1, 5, 2, 0, new TreeMap<>(Map.of(Event.HintDropped.TOO_MANY, 7L))));
    }
    if (request instanceof Request.ShowRepair || request instanceof Request.BeginScrub) {
      return new RepairReport(false, List.of(new RepairReport.Peer(NodeId.of("n3"), 16, 15, 4000,
          new RepairReport.Difference(1, 7, 700, OptionalLong.of(2500), OptionalLong.empty(), OptionalLong.of(1250)))), 2, 1,
          new RepairReport.Scrub(request instanceof Request.BeginScrub, "records", 0, 16, 100, 3, 1, 1_700_000_000_000L),
          new RepairReport.Deletes(true, 60, 5000, 8));
    }
    if (request instanceof Request.BeginBackup begin) {
      return BackupReport.running(begin.name(), "/data/" + to, 1_700_000_000_000L);
    }
    if (request instanceof Request.ShowBackup) {
      return BackupReport.running(new BackupName("monday"), "/data/" + to, 1_700_000_000_000L)
          .with(BackupReport.State.DONE, 7, 9_000, 9_000);
    }
    if (request instanceof Request.Inspect) {
      return new Inspection(new Held(Siblings.NONE, true), new TreeMap<>());
    }
    throw new IllegalArgumentException("No answer for " + request);
  }

  private EventPage page(NodeId node, Request.ReadEvents read) {
    long gone = forgotten.getOrDefault(node, 0L);
    List<String> lines = events.get(node);
    long after = read.life() == startOf(node) ? read.after() : 0;
    long missed = Math.max(0, gone - after);
    int from = (int) (Math.max(after, gone) - gone);
    List<EventPage.Line> some = IntStream.range(Math.min(from, lines.size()), Math.min(lines.size(), from + read.limit()))
        .mapToObj(i -> new EventPage.Line(gone + i + 1, gone + i + 1, lines.get(i))).toList();
    return new EventPage(startOf(node), gone + from + some.size(), missed, some);
  }

  private List<String> behind(NodeId node, String after, Comparator<String> order) {
    return names.getOrDefault(node, new TreeSet<>()).stream()
        .filter(name -> order.compare(name, after) > 0).sorted(order).toList();
  }

  /** A node stops where it likes: here it says only where, not what lies there, if that name was deleted. */
  private Names page(List<String> all, int limit) {
    List<String> looked = all.stream().limit(Math.min(limit, mostLooks.get())).toList();
    return new Names(looked.stream().filter(name -> !deleted.contains(name)).toList(),
        looked.size() < all.size() ? Optional.of(looked.get(looked.size() - 1)) : Optional.empty());
  }
}
