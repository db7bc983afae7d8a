package io.ringside.repair;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.merkle.Leaves;
import io.ringside.merkle.MerkleTree;
import io.ringside.merkle.TreeId;
import io.ringside.message.Entries;
import io.ringside.message.Request;
import io.ringside.storage.DataStore;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The way down one tree beside another owner's, to the records in which the two differ. Used once. */
public final class Descent {
  /*
   * Root, branches, leaves, digests of records: each look goes only where the one before found a difference. What it costs is
   * told by the records that share a leaf with a differing one: n · dirty / leaves digests, whatever n is.
   *
   * A digest of 0 says that there is nothing. So a branch that one of the two has nothing of differs in each of its records, and no
   * look at its leaves can tell more; and between leaves that differ those that are empty at both cost nothing. A node that has lost
   * its disk is asked, and asks, one question for each branch and not one for each leaf.
   */
  private static final int ENTRIES_PAGE = 1000;

  private final Transport transport;
  private final long limitMillis;
  private final DataStore store;
  private final Forest forest;
  private final NodeId peer;
  private final TreeId id;
  private final MerkleTree mine;
  private final int keysLimit;
  private final SortedMap<Bytes, Integer> differing = new TreeMap<>();
  private final SortedSet<Integer> leavesSeen = new TreeSet<>();
  private long entriesSeen;

  /** @param keysLimit more differing records than this are not looked for */
  public Descent(
      Transport transport, long limitMillis, DataStore store, Forest forest, NodeId peer, TreeId id, int keysLimit) {
    this.transport = transport;
    this.limitMillis = limitMillis;
    this.store = store;
    this.forest = forest;
    this.peer = peer;
    this.id = id;
    this.mine = forest.tree(id);
    this.keysLimit = keysLimit;
  }

  /**
   * What was found, and what it took.
   *
   * @param places of the records that differ, as {@link io.ringside.storage.StoreKeys#merkle} has them, with how many bytes the
   *     larger of the two has
   * @param leaves that differ
   * @param entries digests of records that the other owner sent
   */
  public record Found(SortedMap<Bytes, Integer> places, int leaves, long entries) {}

  /** Completes with what differs, at most as many records as the limit says; fails as the other owner or the store does. */
  public Future<Found> run() {
    return send(new Request.ShowDigests(id, Optional.empty()))
        .compose(theirs -> throughBranches(MerkleTree.differences(mine.branches(), theirs.digests()).iterator(), theirs.digests()))
        .map(done -> new Found(differing, leavesSeen.size(), entriesSeen));
  }

  private Future<Void> throughBranches(Iterator<Integer> branches, List<Long> theirs) {
    if (!branches.hasNext() || differing.size() >= keysLimit) {
      return Future.succeededFuture();
    }
    int branch = branches.next();
    return through(branch, theirs).compose(done -> throughBranches(branches, theirs));
  }

  private Future<Void> through(int branch, List<Long> theirBranches) {
    int first = branch * MerkleTree.FAN_OUT;
    if (mine.branches().get(branch) == EntryDigest.NONE || theirBranches.get(branch) == EntryDigest.NONE) {
      return compare(new Leaves(first, first + MerkleTree.FAN_OUT - 1));
    }
    return send(new Request.ShowDigests(id, Optional.of(branch))).compose(theirs -> {
      List<Long> own = mine.leavesOf(branch);
      var looked = new TreeSet<>(MerkleTree.differences(own, theirs.digests()));
      if (looked.isEmpty()) {
        return Future.succeededFuture(); // they are equal by now
      }
      IntStream.range(looked.first(), looked.last())
          .filter(leaf -> own.get(leaf) == EntryDigest.NONE && theirs.digests().get(leaf) == EntryDigest.NONE).forEach(looked::add);
      return throughRuns(Leaves.runsOf(looked.stream().map(leaf -> first + leaf).toList()).iterator());
    });
  }

  private Future<Void> throughRuns(Iterator<Leaves> runs) {
    if (!runs.hasNext() || differing.size() >= keysLimit) {
      return Future.succeededFuture();
    }
    Leaves run = runs.next();
    return compare(run).compose(done -> throughRuns(runs));
  }

  private Future<Void> compare(Leaves run) {
    return all(show -> TreeAnswers.read(store, forest, show), run, Bytes.EMPTY, new ArrayList<>()).compose(own ->
        all(this::send, run, Bytes.EMPTY, new ArrayList<>()).map(theirs -> {
          entriesSeen += theirs.size();
          note(own, theirs);
          return null;
        }));
  }

  private interface Source {
    Future<Entries> show(Request.ShowEntries show);
  }

  private Future<List<Entries.Entry>> all(Source source, Leaves run, Bytes after, List<Entries.Entry> before) {
    return source.show(new Request.ShowEntries(id, run, after, ENTRIES_PAGE)).compose(page -> {
      before.addAll(page.entries());
      return page.more() ? all(source, run, before.get(before.size() - 1).place(), before) : Future.succeededFuture(before);
    });
  }

  private void note(List<Entries.Entry> own, List<Entries.Entry> theirs) {
    var unmatched = new TreeMap<Bytes, Entries.Entry>();
    own.forEach(entry -> unmatched.put(entry.place(), entry));
    theirs.forEach(entry -> unmatched.merge(entry.place(), entry, Descent::unlessEqual));
    unmatched.forEach((place, entry) -> {
      leavesSeen.add(StoreKeys.merkleLeafOf(place));
      if (differing.size() < keysLimit) {
        differing.put(place, entry.bytes());
      }
    });
  }

  private static Entries.Entry unlessEqual(Entries.Entry own, Entries.Entry theirs) {
    boolean equal = own.digest() == theirs.digest();
    return equal ? null : new Entries.Entry(own.place(), theirs.digest(), Math.max(own.bytes(), theirs.bytes()));
  }

  private <R> Future<R> send(Request<R> request) {
    return transport.send(peer, request, limitMillis);
  }
}
