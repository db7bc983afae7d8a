package io.ringside.museum;

import io.ringside.NodeId;
import io.ringside.env.Transport;
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

/** Another node, as it is seen through a transport: so that a bug can spoil what is sent and what comes back, kind by kind. */
final class RemotePeer implements Peer {
  private final Transport transport;
  private final NodeId node;
  private final long limitMillis;

  RemotePeer(Transport transport, NodeId node, long limitMillis) {
    this.transport = transport;
    this.node = node;
    this.limitMillis = limitMillis;
  }

  private <R> Future<R> send(Request<R> request) {
    return transport.send(node, request, limitMillis);
  }

  /** Another one, asked by the same node with the same patience. */
  RemotePeer otherwise(NodeId other) {
    return new RemotePeer(transport, other, limitMillis);
  }

  NodeId node() {
    return node;
  }

  @Override
  public Future<Held> read(Request.Read request) {
    return send(request);
  }

  @Override
  public Future<Minted> mint(Request.Mint request) {
    return send(request);
  }

  @Override
  public Future<Ack> store(Request.Store request) {
    return send(request);
  }

  @Override
  public Future<Ack> hint(Request.Hint request) {
    return send(request);
  }

  @Override
  public Future<Welcome> hello(Request.Hello request) {
    return send(request);
  }

  @Override
  public Future<News> probe(Request.Probe request) {
    return send(request);
  }

  @Override
  public Future<News> probeFor(Request.ProbeFor request) {
    return send(request);
  }

  @Override
  public Future<ClusterView> syncView(Request.SyncView request) {
    return send(request);
  }

  @Override
  public Future<Unequal> compareRoots(Request.CompareRoots request) {
    return send(request);
  }

  @Override
  public Future<Digests> showDigests(Request.ShowDigests request) {
    return send(request);
  }

  @Override
  public Future<Entries> showEntries(Request.ShowEntries request) {
    return send(request);
  }

  @Override
  public Future<EraReport> stepEra(Request.StepEra request) {
    return send(request);
  }

  @Override
  public Future<EraReport> rejoinEra(Request.RejoinEra request) {
    return send(request);
  }

  @Override
  public Future<Dead> showGraves(Request.ShowGraves request) {
    return send(request);
  }

  @Override
  public Future<Ack> reap(Request.Reap request) {
    return send(request);
  }

  @Override
  public Future<Inspection> inspect(Request.Inspect request) {
    return send(request);
  }

  @Override
  public Future<Names> listKeys(Request.ListKeys request) {
    return send(request);
  }

  @Override
  public Future<Names> listBuckets(Request.ListBuckets request) {
    return send(request);
  }

  @Override
  public Future<ViewReport> showView(Request.ShowView request) {
    return send(request);
  }

  @Override
  public Future<LatestView> followView(Request.FollowView request) {
    return send(request);
  }

  @Override
  public Future<NodeStatus> showStatus(Request.ShowStatus request) {
    return send(request);
  }

  @Override
  public Future<RepairReport> showRepair(Request.ShowRepair request) {
    return send(request);
  }

  @Override
  public Future<RepairReport> beginScrub(Request.BeginScrub request) {
    return send(request);
  }

  @Override
  public Future<BackupReport> beginBackup(Request.BeginBackup request) {
    return send(request);
  }

  @Override
  public Future<BackupReport> showBackup(Request.ShowBackup request) {
    return send(request);
  }

  @Override
  public Future<EventPage> readEvents(Request.ReadEvents request) {
    return send(request);
  }
}
