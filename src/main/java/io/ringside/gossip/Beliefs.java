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
import io.ringside.message.News;
import io.ringside.message.ViewReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
  private final LocalHealth health;
  private final SuspicionLimits suspicionLimits;
  private final SortedMap<NodeId, Known> known;
  private ClusterView view;
  private ClusterView fingerprinted;
  private long fingerprint;
  private boolean begun;
  private boolean ended;

  Beliefs(
      Env env, GossipConfig knobs, Collection<NodeId> roster, SortedMap<NodeId, Long> rememberedStarts, LocalHealth health,
      ViewListener listener) {
    this.env = env;
    this.health = health;
    this.listener = listener;
    this.view = ClusterView.founding(roster);
    this.news = new NewsQueue(NewsQueue.tellLimit(knobs.retransmitMultiplier(), roster.size()));
    this.suspicionLimits = SuspicionLimits.of(knobs, roster.size());
    long now = env.scheduler().nowMillis();
    var all = new PackedMap.Builder<NodeId, Known>(roster.size());
    view.members().keySet().forEach(node -> all.put(node, new Known(node, now, rememberedStarts.getOrDefault(node, 0L))));
    this.known = all.build();
  }

  /** What is known of one member beside the belief itself. */
  private static final class Known {
    private final NodeId node;
    private long sinceMillis;
    private long heardMillis = NEVER;
    private long start;
    private final SortedSet<NodeId> accusers = new TreeSet<>();
    private long suspectedMillis;
    private Scheduler.Timer suspicion;

    private Known(NodeId node, long sinceMillis, long start) {
      this.node = node;
      this.sinceMillis = sinceMillis;
      this.start = start;
    }

    private void endSuspicion() {
      accusers.clear();
      endWaiting();
    }

    private void endWaiting() {
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
    adopt(own, List.of(), "start " + start);
  }

  /** Nothing changes any more. */
  void end() {
    ended = true;
    known.values().forEach(Known::endSuspicion);
  }

  /** Takes the beliefs that somebody has; see {@link #learn(Member, List, String)}. */
  void learn(News told, String reason) {
    told.members().forEach(belief -> learn(belief, told.accusersOf(belief.node()), reason));
  }

  /**
   * Takes a belief that somebody has, if it is newer than one's own; of a suspicion that one has already, the accusers. Strangers are
   * passed over, and what cannot be.
   */
  void learn(Member belief, List<NodeId> accusers, String reason) {
    Member ours = view.members().get(belief.node());
    if (ours == null || !isCredible(belief)) {
      return;
    }
    if (belief.equals(ours)) {
      confirm(ours, accusers);
    } else if (!belief.overrides(ours)) {
      return;
    } else if (belief.node().equals(env.self())) {
      learnOfSelf(belief);
    } else {
      adopt(new Member(ours.node(), belief.incarnation(), belief.status()), accusers, reason);
    }
  }

  /** True of a member's belief that may be so, as far as its start number tells. */
  boolean isCredible(Member belief) {
    return Member.isCredibleStart(belief.start(), rememberedStart(belief.node()));
  }

  /** A member was silent to this node; unless it has been heard of since, it is suspected, or the suspicion confirmed. */
  void suspect(Member silent, String reason) {
    if (silent.incarnation() == view.of(silent.node()).incarnation()) {
      learn(silent.with(Status.SUSPECT), List.of(env.self()), reason);
    }
  }

  void heardFrom(NodeId node) {
    known.get(node).heardMillis = env.scheduler().nowMillis();
  }

  /**
   * What to tell a member: first of oneself, then what it is accused of, so that it can refute at once, then the freshest news.
   */
  News newsFor(NodeId receiver) {
    List<Member> told = beliefsFor(receiver);
    var accusers = new TreeMap<NodeId, List<NodeId>>();
    told.stream().filter(belief -> belief.status() == Status.SUSPECT && belief.equals(view.of(belief.node())))
        .map(belief -> known.get(belief.node()))
        .filter(suspect -> !suspect.accusers.isEmpty())
        .forEach(suspect -> accusers.put(suspect.node, List.copyOf(suspect.accusers)));
    return accusers.isEmpty() ? new News(told) : new News(told, accusers);
  }

  private List<Member> beliefsFor(NodeId receiver) {
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
    if (!belief.isAlive()) {
      health.worsen();
    }
    adopt(new Member(env.self(), belief.incarnation() + 1, Status.ALIVE), List.of(), "refutes " + belief.status());
    if (forgotten) {
      listener.ownPast(belief.start());
    }
  }

  private void adopt(Member now, List<NodeId> accusers, String reason) {
    if (ended) {
      return;
    }
    Member before = view.of(now.node());
    view = view.with(now);
    if (before.status() != now.status() || before.start() != now.start()) {
      known.get(now.node()).sinceMillis = env.scheduler().nowMillis();
    }
    news.add(now);
    watchSuspicion(now, accusers);
    env.events().emit(new Event.ViewChanged(now, reason));
    listener.viewChanged(before, now);
    rememberStart(now);
  }

  /**
   * A suspicion is of one incarnation: it ends with whatever newer belief comes. One that nothing ended within its limit ends in
   * death.
   */
  private void watchSuspicion(Member now, List<NodeId> accusers) {
    Known member = known.get(now.node());
    member.endSuspicion();
    if (now.status() == Status.SUSPECT) {
      member.suspectedMillis = env.scheduler().nowMillis();
      addAccusers(member, accusers);
      waitForRefutation(now, member);
    }
  }

  /** The more accuse a suspect independently, the shorter it has; the first who do are news, so that all come to know of them. */
  private void confirm(Member suspect, List<NodeId> accusers) {
    Known member = known.get(suspect.node());
    if (suspect.status() == Status.SUSPECT && !ended && addAccusers(member, accusers)) {
      news.add(suspect);
      waitForRefutation(suspect, member);
    }
  }

  /** Those of the roster, up to as many as make a difference; true if there was a new one. */
  private boolean addAccusers(Known member, List<NodeId> accusers) {
    boolean added = false;
    for (NodeId accuser : accusers) {
      if (member.accusers.size() <= suspicionLimits.confirmations() && view.knows(accuser) && !accuser.equals(member.node)) {
        added |= member.accusers.add(accuser);
      }
    }
    return added;
  }

  private void waitForRefutation(Member suspect, Known member) {
    int confirmations = Math.max(0, member.accusers.size() - 1);
    long limitMillis = suspicionLimits.millis(confirmations);
    long leftMillis = Math.max(0, member.suspectedMillis + limitMillis - env.scheduler().nowMillis());
    member.endWaiting();
    member.suspicion = env.scheduler().after(leftMillis, () -> {
      member.suspicion = null;
      adopt(suspect.with(Status.DEAD), List.of(), "not refuted within " + limitMillis + " ms");
    });
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
