package io.ringside.cli;

import io.ringside.NodeId;
import io.ringside.fault.LinkTroubles;
import io.ringside.http.FaultSwitch;
import io.ringside.vertx.LocalCluster;
import io.vertx.core.Future;
import java.util.List;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/** Lets the dashboard break and heal the nodes of this JVM. */
public record LocalFaults(LocalCluster cluster) implements FaultSwitch {
  @Override
  public SortedSet<NodeId> killed() {
    return cluster.down();
  }

  @Override
  public List<Cut> cuts() {
    return Cut.pairsOf(cluster.faults());
  }

  @Override
  public Future<Void> kill(NodeId node) {
    return cluster.kill(node);
  }

  @Override
  public Future<Void> restart(NodeId node) {
    return cluster.restart(node);
  }

  @Override
  public Future<Void> wipe(NodeId node) {
    return cluster.wipe(node);
  }

  @Override
  public Future<Void> fill(NodeId node) {
    return cluster.fillDisk(node);
  }

  @Override
  public Future<Void> pause(NodeId node, long millis) {
    cluster.pause(node, millis);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> cut(NodeId from, NodeId to) {
    cluster.changeFaults(plan -> plan.withCut(from, to));
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> partition(List<SortedSet<NodeId>> groups) {
    cluster.partition(groups);
    return Future.succeededFuture();
  }

  @Override
  public SortedSet<NodeId> silenced() {
    return cluster.faults().silenced();
  }

  @Override
  public SortedSet<NodeId> full() {
    return cluster.full();
  }

  @Override
  public SortedSet<String> names() {
    return cluster.faultNames();
  }

  @Override
  public SortedSet<String> troubles() {
    return cluster.troubles().names();
  }

  @Override
  public Future<Void> worsen(UnaryOperator<LinkTroubles> change) {
    cluster.changeTroubles(change);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> healLinks() {
    cluster.healLinks();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> heal() {
    return cluster.heal();
  }
}
