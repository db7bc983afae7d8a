package io.ringside.museum;

import io.ringside.membership.ClusterView;
import io.ringside.message.Ack;
import io.ringside.message.BackupReport;
import io.ringside.message.Dead;
import io.ringside.message.Digests;
import io.ringside.message.Entries;
import io.ringside.message.EraReport;
import io.ringside.message.EventPage;
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

/** A peer that lets another answer everything; a bug overrides what it spoils. */
abstract class PassingPeer implements Peer {
  protected final Peer inner;

  PassingPeer(Peer inner) {
    this.inner = inner;
  }

  @Override
  public Future<Held> read(Request.Read request) {
    return inner.read(request);
  }

  @Override
  public Future<Minted> mint(Request.Mint request) {
    return inner.mint(request);
  }

  @Override
  public Future<Ack> store(Request.Store request) {
    return inner.store(request);
  }

  @Override
  public Future<Ack> hint(Request.Hint request) {
    return inner.hint(request);
  }

  @Override
  public Future<Welcome> hello(Request.Hello request) {
    return inner.hello(request);
  }

  @Override
  public Future<News> probe(Request.Probe request) {
    return inner.probe(request);
  }

  @Override
  public Future<News> probeFor(Request.ProbeFor request) {
    return inner.probeFor(request);
  }

  @Override
  public Future<ClusterView> syncView(Request.SyncView request) {
    return inner.syncView(request);
  }

  @Override
  public Future<Unequal> compareRoots(Request.CompareRoots request) {
    return inner.compareRoots(request);
  }

  @Override
  public Future<Digests> showDigests(Request.ShowDigests request) {
    return inner.showDigests(request);
  }

  @Override
  public Future<Entries> showEntries(Request.ShowEntries request) {
    return inner.showEntries(request);
  }

  @Override
  public Future<EraReport> stepEra(Request.StepEra request) {
    return inner.stepEra(request);
  }

  @Override
  public Future<EraReport> rejoinEra(Request.RejoinEra request) {
    return inner.rejoinEra(request);
  }

  @Override
  public Future<Dead> showGraves(Request.ShowGraves request) {
    return inner.showGraves(request);
  }

  @Override
  public Future<Ack> reap(Request.Reap request) {
    return inner.reap(request);
  }

  @Override
  public Future<Inspection> inspect(Request.Inspect request) {
    return inner.inspect(request);
  }

  @Override
  public Future<Names> listKeys(Request.ListKeys request) {
    return inner.listKeys(request);
  }

  @Override
  public Future<Names> listBuckets(Request.ListBuckets request) {
    return inner.listBuckets(request);
  }

  @Override
  public Future<ViewReport> showView(Request.ShowView request) {
    return inner.showView(request);
  }

  @Override
  public Future<LatestView> followView(Request.FollowView request) {
    return inner.followView(request);
  }

  @Override
  public Future<NodeStatus> showStatus(Request.ShowStatus request) {
    return inner.showStatus(request);
  }

  @Override
  public Future<RepairReport> showRepair(Request.ShowRepair request) {
    return inner.showRepair(request);
  }

  @Override
  public Future<RepairReport> beginScrub(Request.BeginScrub request) {
    return inner.beginScrub(request);
  }

  @Override
  public Future<BackupReport> beginBackup(Request.BeginBackup request) {
    return inner.beginBackup(request);
  }

  @Override
  public Future<BackupReport> showBackup(Request.ShowBackup request) {
    return inner.showBackup(request);
  }

  @Override
  public Future<EventPage> readEvents(Request.ReadEvents request) {
    return inner.readEvents(request);
  }
}
