package io.ringside.gossip;

import io.ringside.NodeId;
import io.ringside.PackedMap;
import io.ringside.config.GossipConfig;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.env.Scheduler;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.message.ViewReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * What this node believes of each member, since when, and what of it is still news. The one place where a belief changes, and
 * where a suspicion runs out. Not safe for more than one thread.
 */
final class Beliefs {
  /** Pieces of news that ride on one message: about half a kilobyte. */
  static final int NEWS_PER_MESSAGE = 16;

  private static final long NEVER = -1;

  private final Env env;
  private final ViewListener listener;
  private final NewsQueue news;
  private final long suspicionLimitMillis;
  private final SortedMap<NodeId, Known> known;
  private ClusterView view;
  private ClusterView fingerprinted;
  private long fingerprint;
  private boolean begun;
  private boolean ended;

  Beliefs(
      Env env, GossipConfig knobs, Collection<NodeId> roster, SortedMap<NodeId, Long> rememberedStarts,
      ViewListener listener) {
    this.env = env;
    this.listener = listener;
    this.view = ClusterView.founding(roster);
    this.news = new NewsQueue(NewsQueue.tellLimit(knobs.retransmitMultiplier(), roster.size()));
    this.suspicionLimitMillis = Suspicion.limitMillis(knobs, roster.size());
    long now = env.scheduler().nowMillis();
    var all = new PackedMap.Builder<NodeId, Known>(roster.size());
    view.members().keySet().forEach(node -> all.put(node, new Known(now, rememberedStarts.getOrDefault(node, 0L))));
    this.known = all.build();
  }

  /** What is known of one member beside the belief itself. */
  private static final class Known {
    private long sinceMillis;
    private long heardMillis = NEVER;
    private long start;
    private Scheduler.Timer suspicion;

    private Known(long sinceMillis, long start) {
      this.sinceMillis = sinceMillis;
      this.start = start;
    }

    private void endSuspicion() {
      if (suspicion != null) {
        suspicion.cancel();
        suspicion = null;
      }
    }
  }

  ClusterView view() {
    return view;
  }

  /** Of the view; counted once for each change of it. */
  long fingerprint() {
    if (fingerprinted != view) {
      fingerprinted = view;
      fingerprint = view.fingerprint();
    }
    return fingerprint;
  }

  /** From now on this node speaks for itself, as its {@code start}-th start. */
  void begin(long start) {
    Member own = new Member(env.self(), Member.firstIncarnation(start), Status.ALIVE);
    if (!own.overrides(view.of(env.self()))) {
      throw new IllegalArgumentException("Start " + start + " is not above " + view.of(env.self()));
    }
    begun = true;
    adopt(own, "start " + start);
  }

  /** Nothing changes any more. */
  void end() {
    ended = true;
    known.values().forEach(Known::endSuspicion);
  }

  /** Takes a belief that somebody has, if it is newer than one's own. Strangers are passed over. */
  void learn(Member belief, String reason) {
    Member ours = view.members().get(belief.node());
    if (ours == null || !belief.overrides(ours)) {
      return;
    }
    if (belief.node().equals(env.self())) {
      learnOfSelf(belief);
    } else {
      adopt(new Member(ours.node(), belief.incarnation(), belief.status()), reason);
    }
  }

  /** A member was silent; unless it has been heard of since, it is suspected. */
  void suspect(Member silent, String reason) {
    if (silent.isAlive() && silent.equals(view.of(silent.node()))) {
      adopt(silent.with(Status.SUSPECT), reason);
    }
  }

  void heardFrom(NodeId node) {
    known.get(node).heardMillis = env.scheduler().nowMillis();
  }

  /**
   * What to tell a member: first of oneself, then what it is accused of, so that it can refute at once, then the freshest news.
   */
  List<Member> newsFor(NodeId receiver) {
    var told = new ArrayList<Member>();
    told.add(view.of(env.self()));
    if (!view.isAlive(receiver)) {
      told.add(view.of(receiver));
    }
    if (env.mishaps().at(Mishap.NEWS_FORGOTTEN)) {
      return told;
    }
    List<Member> first = List.copyOf(told);
    news.take(NEWS_PER_MESSAGE).stream().filter(belief -> !first.contains(belief)).forEach(told::add);
    return told;
  }

  /** The highest start of a node that this node ever knew; 0 if none. */
  long rememberedStart(NodeId node) {
    return Math.max(known.get(node).start, view.of(node).start());
  }

  ViewReport report() {
    long now = env.scheduler().nowMillis();
    var beliefs = new PackedMap.Builder<NodeId, ViewReport.Belief>(known.size());
    view.members().forEach((node, member) -> beliefs.put(
        node, new ViewReport.Belief(member, now - known.get(node).sinceMillis, heardAgo(node, now))));
    return new ViewReport(beliefs.build());
  }

  private long heardAgo(NodeId node, long now) {
    if (node.equals(env.self())) {
      return 0;
    }
    long heard = known.get(node).heardMillis;
    return heard == NEVER ? NEVER : now - heard;
  }

  /**
   * Only a node itself raises its incarnation. So an accusation of the present incarnation is refuted by the next one; and a
   * higher incarnation than one's own, which this life never had, is refuted too and is a sign of a forgotten past.
   */
  private void learnOfSelf(Member belief) {
    Member own = view.of(env.self());
    if (!begun || !belief.overrides(own)) {
      return;
    }
    boolean forgotten = belief.incarnation() > own.incarnation();
    adopt(new Member(env.self(), belief.incarnation() + 1, Status.ALIVE), "refutes " + belief.status());
    if (forgotten) {
      listener.ownPast(belief.start());
    }
  }

  private void adopt(Member now, String reason) {
    if (ended) {
      return;
    }
    Member before = view.of(now.node());
    view = view.with(now);
    if (before.status() != now.status() || before.start() != now.start()) {
      known.get(now.node()).sinceMillis = env.scheduler().nowMillis();
    }
    news.add(now);
    watchSuspicion(now);
    env.events().emit(new Event.ViewChanged(now, reason));
    listener.viewChanged(before, now);
    rememberStart(now);
  }

  /** A suspicion ends with whatever newer belief comes; one that nothing ended within the limit ends in death. */
  private void watchSuspicion(Member now) {
    Known suspect = known.get(now.node());
    suspect.endSuspicion();
    if (now.status() == Status.SUSPECT) {
      suspect.suspicion = env.scheduler().after(suspicionLimitMillis, () -> {
        suspect.suspicion = null;
        adopt(now.with(Status.DEAD), "not refuted within " + suspicionLimitMillis + " ms");
      });
    }
  }

  private void rememberStart(Member now) {
    Known raised = known.get(now.node());
    if (now.start() > raised.start) {
      raised.start = now.start();
      if (!now.node().equals(env.self())) {
        listener.startRose(now.node(), now.start());
      }
    }
  }
}
