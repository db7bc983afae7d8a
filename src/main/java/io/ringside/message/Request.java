package io.ringside.message;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.merkle.Leaves;
import io.ringside.merkle.TreeId;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A question from one node to another; {@code R} is the type of its answer. All of them may arrive late, or twice. */
public sealed interface Request<R> {
  /** Of a partition of which nothing was ever reaped. */
  long FIRST_ERA = 0;

  Future<R> deliverTo(Peer peer);

  /**
   * A question about a key. What is written in answer to it comes from what its sender knew in that era of the key's partition:
   * see {@code io.ringside.era}.
   */
  sealed interface Keyed<R> {
    Key key();

    long era();

    /** The same, from another era. */
    Request<R> inEra(long era);
  }

  /** What do you hold of this key, of your own or as hints? */
  record Read(Key key, long era) implements Request<Held>, Keyed<Held> {
    public Read(Key key) {
      this(key, FIRST_ERA);
    }

    @Override
    public Read inEra(long other) {
      return new Read(key, other);
    }

    @Override
    public Future<Held> deliverTo(Peer peer) {
      return peer.read(this);
    }
  }

  /**
   * Give this write a dot, store it, and tell me all you have then. Empty content deletes. A fallback is told which primary it
   * stands in for, and keeps the write as a hint. The same request again gets the same dot while its version lives.
   */
  record Mint(
      Key key, CausalContext past, RequestId request, Optional<Content> content, Optional<NodeId> standsInFor, long era)
      implements Request<Minted>, Keyed<Minted> {
    public Mint(
        Key key, CausalContext past, RequestId request, Optional<Content> content, Optional<NodeId> standsInFor) {
      this(key, past, request, content, standsInFor, FIRST_ERA);
    }

    @Override
    public Mint inEra(long other) {
      return new Mint(key, past, request, content, standsInFor, other);
    }

    @Override
    public Future<Minted> deliverTo(Peer peer) {
      return peer.mint(this);
    }
  }

  /** Merge this into what you hold: a replica's part of a put, a repair, a delivered hint, a restore: all the same. */
  record Store(Key key, Siblings siblings, Reason reason, long era) implements Request<Ack>, Keyed<Ack> {
    /** Why, for people who watch. The bytes count from 0: never change their order. */
    public enum Reason { WRITE, READ_REPAIR, HINT_DELIVERY, ANTI_ENTROPY, REROUTE, RESTORE }

    public Store(Key key, Siblings siblings, Reason reason) {
      this(key, siblings, reason, FIRST_ERA);
    }

    @Override
    public Store inEra(long other) {
      return new Store(key, siblings, reason, other);
    }

    @Override
    public Future<Ack> deliverTo(Peer peer) {
      return peer.store(this);
    }
  }

  /** Keep this for a primary that cannot take it now. */
  record Hint(NodeId target, Key key, Siblings siblings, long era) implements Request<Ack>, Keyed<Ack> {
    public Hint(NodeId target, Key key, Siblings siblings) {
      this(target, key, siblings, FIRST_ERA);
    }

    @Override
    public Hint inEra(long other) {
      return new Hint(target, key, siblings, other);
    }

    @Override
    public Future<Ack> deliverTo(Peer peer) {
      return peer.hint(this);
    }
  }

  /** Show all you hold of a key, own and hints apart: for people. */
  record Inspect(Key key, long era) implements Request<Inspection>, Keyed<Inspection> {
    public Inspect(Key key) {
      this(key, FIRST_ERA);
    }

    @Override
    public Inspect inEra(long other) {
      return new Inspect(key, other);
    }

    @Override
    public Future<Inspection> deliverTo(Peer peer) {
      return peer.inspect(this);
    }
  }

  /** The live keys of a bucket that start with {@code prefix} and come after {@code after}, in the order of their UTF-8 bytes. */
  record ListKeys(String bucket, String prefix, String after, int limit) implements Request<Names> {
    public ListKeys {
      checkLimit(limit);
    }

    @Override
    public Future<Names> deliverTo(Peer peer) {
      return peer.listKeys(this);
    }
  }

  /** The buckets you hold something of, after {@code after}, in the order in which they lie on disk. */
  record ListBuckets(String after, int limit) implements Request<Names> {
    public ListBuckets {
      checkLimit(limit);
    }

    @Override
    public Future<Names> deliverTo(Peer peer) {
      return peer.listBuckets(this);
    }
  }

  /**
   * I am in my {@code start}-th start, I believe. What do you remember of me, and who is in?
   *
   * @param blank whether the sender remembers nobody: it is starting for the first time
   */
  record Hello(NodeId from, long start, boolean blank) implements Request<Welcome> {
    /** Of one that may remember others. */
    public Hello(NodeId from, long start) {
      this(from, start, false);
    }

    @Override
    public Future<Welcome> deliverTo(Peer peer) {
      return peer.hello(this);
    }
  }

  /** Are you there? With the news that I spread; the answer brings yours. */
  record Probe(NodeId from, News news) implements Request<News> {
    public Probe(NodeId from, List<Member> beliefs) {
      this(from, new News(beliefs));
    }

    @Override
    public Future<News> deliverTo(Peer peer) {
      return peer.probe(this);
    }
  }

  /**
   * Is {@code target} there? I cannot reach it; perhaps you can. Fails as your own probe of it fails, and in time for me to hear
   * that: then I know that at least the way to you is good.
   */
  record ProbeFor(NodeId from, NodeId target, News news) implements Request<News> {
    public ProbeFor(NodeId from, NodeId target, List<Member> beliefs) {
      this(from, target, new News(beliefs));
    }

    @Override
    public Future<News> deliverTo(Peer peer) {
      return peer.probeFor(this);
    }
  }

  /** Here is all I believe; merge it, and answer all that you believe. */
  record SyncView(NodeId from, ClusterView view) implements Request<ClusterView> {
    @Override
    public Future<ClusterView> deliverTo(Peer peer) {
      return peer.syncView(this);
    }
  }

  /**
   * Here are the roots of trees that we both keep: which of yours are others? Refused if the asker goes by another ring or makes
   * digests in another way, for then all would differ and nothing would be wrong.
   */
  record CompareRoots(NodeId from, long ringEpoch, int digestVersion, List<Root> roots) implements Request<Unequal> {
    /** One tree's root. */
    public record Root(TreeId tree, long digest) {}

    public CompareRoots {
      roots = List.copyOf(roots);
    }

    @Override
    public Future<Unequal> deliverTo(Peer peer) {
      return peer.compareRoots(this);
    }
  }

  /** The digests of a tree's branches or, if one is named, of that branch's leaves. */
  record ShowDigests(TreeId tree, Optional<Integer> branch) implements Request<Digests> {
    @Override
    public Future<Digests> deliverTo(Peer peer) {
      return peer.showDigests(this);
    }
  }

  /** The digests of the records in these leaves, in the order in which they lie on disk, after {@code after} (empty for the first). */
  record ShowEntries(TreeId tree, Leaves leaves, Bytes after, int limit) implements Request<Entries> {
    public ShowEntries {
      checkLimit(limit);
    }

    @Override
    public Future<Entries> deliverTo(Peer peer) {
      return peer.showEntries(this);
    }
  }

  /**
   * Take this step towards a new era of a partition, unless you have gone further already; and tell where you are.
   *
   * @param copies the fingerprint of the numbers of copies that the asker goes by: nobody goes along who has another
   * @param raisedIn with a mark: in which of its starts each member has raised the era
   */
  record StepEra(int partition, long era, Step step, long copies, SortedMap<NodeId, DiskStart> raisedIn)
      implements Request<EraReport> {
    public StepEra {
      raisedIn = Collections.unmodifiableSortedMap(new TreeMap<>(raisedIn));
    }

    public StepEra(int partition, long era, Step step, long copies) {
      this(partition, era, step, copies, Collections.emptySortedMap());
    }

    /** In this order. The bytes count from 0: never change their order. */
    public enum Step {
      /** Promise not to go along with any lower number. */
      PREPARE,
      /** From now on, let nothing of an earlier era be written; done when what was under way has ended and no hint is left. */
      RAISE,
      /** Remember that tombstones of this era may be reaped. */
      MARK
    }

    @Override
    public Future<EraReport> deliverTo(Peer peer) {
      return peer.stepEra(this);
    }
  }

  /** I have fallen behind in this partition: where are you? And do not mark an era that you have raised so far. */
  record RejoinEra(int partition) implements Request<EraReport> {
    @Override
    public Future<EraReport> deliverTo(Peer peer) {
      return peer.rejoinEra(this);
    }
  }

  /** Which of these are exactly what you hold, and have nothing alive in them? */
  record ShowGraves(int partition, List<Grave> graves) implements Request<Dead> {
    public ShowGraves {
      graves = List.copyOf(graves);
    }

    @Override
    public Future<Dead> deliverTo(Peer peer) {
      return peer.showGraves(this);
    }
  }

  /** Forget those of these that are still exactly what you hold: nothing of what they deleted can come back any more. */
  record Reap(int partition, long era, List<Grave> graves) implements Request<Ack> {
    public Reap {
      graves = List.copyOf(graves);
    }

    @Override
    public Future<Ack> deliverTo(Peer peer) {
      return peer.reap(this);
    }
  }

  /** What do you believe of whom, and since when? For people; changes nothing. */
  record ShowView() implements Request<ViewReport> {
    @Override
    public Future<ViewReport> deliverTo(Peer peer) {
      return peer.showView(this);
    }
  }

  /**
   * Whom do you believe in, unless it is what I know? For a coordinator that follows its own node: nearly always nothing is new.
   *
   * @param known the {@link ClusterView#fingerprint} of what the asker knows
   */
  record FollowView(long known) implements Request<LatestView> {
    @Override
    public Future<LatestView> deliverTo(Peer peer) {
      return peer.followView(this);
    }
  }

  /** How are you? */
  record ShowStatus() implements Request<NodeStatus> {
    @Override
    public Future<NodeStatus> deliverTo(Peer peer) {
      return peer.showStatus(this);
    }
  }

  /** How far is your repair? */
  record ShowRepair() implements Request<RepairReport> {
    @Override
    public Future<RepairReport> deliverTo(Peer peer) {
      return peer.showRepair(this);
    }
  }

  /** Look at all that you hold, from now on, unless you do so already; and tell how far your repair is. */
  record BeginScrub() implements Request<RepairReport> {
    @Override
    public Future<RepairReport> deliverTo(Peer peer) {
      return peer.beginScrub(this);
    }
  }

  /** Begin a backup of all you hold, under this name; and tell how far it is. */
  record BeginBackup(BackupName name) implements Request<BackupReport> {
    @Override
    public Future<BackupReport> deliverTo(Peer peer) {
      return peer.beginBackup(this);
    }
  }

  /** How far is your backup, or how did the last one end? */
  record ShowBackup() implements Request<BackupReport> {
    @Override
    public Future<BackupReport> deliverTo(Peer peer) {
      return peer.showBackup(this);
    }
  }

  /**
   * The events after sequence number {@code after}, oldest first, as far as you still have them; of another {@code life} than the
   * log's all that there are. 0 is no life.
   *
   * @param parts of which parts of the keys all is told, and of others how much there was; see {@code io.ringside.event.Coalesced}
   */
  record ReadEvents(long life, long after, int limit, long parts) implements Request<EventPage> {
    @Override
    public Future<EventPage> deliverTo(Peer peer) {
      return peer.readEvents(this);
    }
  }

  private static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("A list has room for at least one name, not for " + limit);
    }
  }
}
