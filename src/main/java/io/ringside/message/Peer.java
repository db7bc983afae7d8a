package io.ringside.message;

import io.ringside.membership.ClusterView;
import io.vertx.core.Future;

/**
 * Whoever answers requests: the protocol between nodes on one screen. Each future completes with the answer or fails with a
 * {@link Failure}; whatever else is thrown reaches the asker as {@link Failure.Refused}.
 */
public interface Peer {
  // data

  Future<Held> read(Request.Read read);

  Future<Minted> mint(Request.Mint mint);

  Future<Ack> store(Request.Store store);

  Future<Ack> hint(Request.Hint hint);

  // gossip

  Future<Welcome> hello(Request.Hello hello);

  Future<News> probe(Request.Probe probe);

  Future<News> probeFor(Request.ProbeFor probe);

  Future<ClusterView> syncView(Request.SyncView sync);

  // anti-entropy

  Future<Unequal> compareRoots(Request.CompareRoots compare);

  Future<Digests> showDigests(Request.ShowDigests show);

  Future<Entries> showEntries(Request.ShowEntries show);

  // reaping

  Future<EraReport> stepEra(Request.StepEra step);

  Future<EraReport> rejoinEra(Request.RejoinEra rejoin);

  Future<Dead> showGraves(Request.ShowGraves show);

  Future<Ack> reap(Request.Reap reap);

  // for coordinators and people

  Future<Inspection> inspect(Request.Inspect inspect);

  Future<Names> listKeys(Request.ListKeys list);

  Future<Names> listBuckets(Request.ListBuckets list);

  Future<ViewReport> showView(Request.ShowView show);

  Future<LatestView> followView(Request.FollowView follow);

  Future<NodeStatus> showStatus(Request.ShowStatus show);

  Future<RepairReport> showRepair(Request.ShowRepair show);

  Future<RepairReport> beginScrub(Request.BeginScrub begin);

  Future<BackupReport> beginBackup(Request.BeginBackup begin);

  Future<BackupReport> showBackup(Request.ShowBackup show);

  Future<EventPage> readEvents(Request.ReadEvents read);
}
