package io.ringside.testing;

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

/** A peer that refuses everything; a test overrides what it needs. */
public class RefusingPeer implements Peer {
  @Override
  public Future<Held> read(Request.Read read) {
    return refuse();
  }

  @Override
  public Future<Minted> mint(Request.Mint mint) {
    return refuse();
  }

  @Override
  public Future<Ack> store(Request.Store store) {
    return refuse();
  }

  @Override
  public Future<Ack> hint(Request.Hint hint) {
    return refuse();
  }

  @Override
  public Future<Welcome> hello(Request.Hello hello) {
    return refuse();
  }

  @Override
  public Future<News> probe(Request.Probe probe) {
    return refuse();
  }

  @Override
  public Future<News> probeFor(Request.ProbeFor probe) {
    return refuse();
  }

  @Override
  public Future<ClusterView> syncView(Request.SyncView sync) {
    return refuse();
  }

  @Override
  public Future<Unequal> compareRoots(Request.CompareRoots request) {
    return refuse();
  }

  @Override
  public Future<Digests> showDigests(Request.ShowDigests request) {
    return refuse();
  }

  @Override
  public Future<Entries> showEntries(Request.ShowEntries request) {
    return refuse();
  }

  @Override
  public Future<EraReport> stepEra(Request.StepEra request) {
    return refuse();
  }

  @Override
  public Future<EraReport> rejoinEra(Request.RejoinEra request) {
    return refuse();
  }

  @Override
  public Future<Dead> showGraves(Request.ShowGraves request) {
    return refuse();
  }

  @Override
  public Future<Ack> reap(Request.Reap request) {
    return refuse();
  }

  @Override
  public Future<Inspection> inspect(Request.Inspect inspect) {
    return refuse();
  }

  @Override
  public Future<Names> listKeys(Request.ListKeys list) {
    return refuse();
  }

  @Override
  public Future<Names> listBuckets(Request.ListBuckets list) {
    return refuse();
  }

  @Override
  public Future<ViewReport> showView(Request.ShowView show) {
    return refuse();
  }

  @Override
  public Future<LatestView> followView(Request.FollowView follow) {
    return refuse();
  }

  @Override
  public Future<NodeStatus> showStatus(Request.ShowStatus show) {
    return refuse();
  }

  @Override
  public Future<RepairReport> showRepair(Request.ShowRepair show) {
    return refuse();
  }

  @Override
  public Future<RepairReport> beginScrub(Request.BeginScrub begin) {
    return refuse();
  }

  @Override
  public Future<BackupReport> beginBackup(Request.BeginBackup begin) {
    return refuse();
  }

  @Override
  public Future<BackupReport> showBackup(Request.ShowBackup show) {
    return refuse();
  }

  @Override
  public Future<EventPage> readEvents(Request.ReadEvents read) {
    return refuse();
  }

  private static <R> Future<R> refuse() {
    return Future.failedFuture(new Failure.Refused("not part of this test"));
  }
}
