package io.ringside.physics;

import io.ringside.gossip.Gossip;
import io.ringside.membership.ClusterView;
import io.ringside.message.Ack;
import io.ringside.message.BackupReport;
import io.ringside.message.Dead;
import io.ringside.message.Digests;
import io.ringside.message.Entries;
import io.ringside.message.EraReport;
import io.ringside.message.EventPage;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Inspection;
import io.ringside.message.LatestView;
import io.ringside.message.Minted;
import io.ringside.message.Names;
import io.ringside.message.News;
import io.ringside.message.NodeStatus;
import io.ringside.message.Peer;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.message.Unequal;
import io.ringside.message.ViewReport;
import io.ringside.message.Welcome;
import io.vertx.core.Future;

/** Answers gossip and refuses everything else. */
final class GossipPeer implements Peer {
  private final Gossip gossip;

  GossipPeer(Gossip gossip) {
    this.gossip = gossip;
  }

  @Override
  public Future<Welcome> hello(Request.Hello hello) {
    return gossip.hello(hello);
  }

  @Override
  public Future<News> probe(Request.Probe probe) {
    return gossip.probe(probe);
  }

  @Override
  public Future<News> probeFor(Request.ProbeFor probe) {
    return gossip.probeFor(probe);
  }

  @Override
  public Future<ClusterView> syncView(Request.SyncView sync) {
    return gossip.syncView(sync);
  }

  @Override
  public Future<ViewReport> showView(Request.ShowView show) {
    return Future.succeededFuture(gossip.report());
  }

  @Override
  public Future<Held> read(Request.Read read) {
    return refused();
  }

  @Override
  public Future<Minted> mint(Request.Mint mint) {
    return refused();
  }

  @Override
  public Future<Ack> store(Request.Store store) {
    return refused();
  }

  @Override
  public Future<Ack> hint(Request.Hint hint) {
    return refused();
  }

  @Override
  public Future<Unequal> compareRoots(Request.CompareRoots request) {
    return refused();
  }

  @Override
  public Future<Digests> showDigests(Request.ShowDigests request) {
    return refused();
  }

  @Override
  public Future<Entries> showEntries(Request.ShowEntries request) {
    return refused();
  }

  @Override
  public Future<EraReport> stepEra(Request.StepEra request) {
    return refused();
  }

  @Override
  public Future<EraReport> rejoinEra(Request.RejoinEra request) {
    return refused();
  }

  @Override
  public Future<Dead> showGraves(Request.ShowGraves request) {
    return refused();
  }

  @Override
  public Future<Ack> reap(Request.Reap request) {
    return refused();
  }

  @Override
  public Future<Inspection> inspect(Request.Inspect inspect) {
    return refused();
  }

  @Override
  public Future<Names> listKeys(Request.ListKeys list) {
    return refused();
  }

  @Override
  public Future<Names> listBuckets(Request.ListBuckets list) {
    return refused();
  }

  @Override
  public Future<LatestView> followView(Request.FollowView follow) {
    return Future.succeededFuture(gossip.viewUnless(follow.known()));
  }

  @Override
  public Future<NodeStatus> showStatus(Request.ShowStatus show) {
    return refused();
  }

  @Override
  public Future<RepairReport> showRepair(Request.ShowRepair show) {
    return refused();
  }

  @Override
  public Future<RepairReport> beginScrub(Request.BeginScrub begin) {
    return refused();
  }

  @Override
  public Future<BackupReport> beginBackup(Request.BeginBackup begin) {
    return refused();
  }

  @Override
  public Future<BackupReport> showBackup(Request.ShowBackup show) {
    return refused();
  }

  @Override
  public Future<EventPage> readEvents(Request.ReadEvents read) {
    return refused();
  }

  private static <R> Future<R> refused() {
    return Future.failedFuture(new Failure.Refused("this node only gossips"));
  }
}
