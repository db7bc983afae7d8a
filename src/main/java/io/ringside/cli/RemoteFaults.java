package io.ringside.cli;

import io.ringside.NodeId;
import io.ringside.fault.LinkTroubles;
import io.ringside.http.FaultSwitch;
import io.ringside.vertx.SharedFaults;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/** Lets the page of any member break and heal all members, each of which is a process of its own. */
record RemoteFaults(NodeId self, SharedFaults shared) implements FaultSwitch {
  @Override
  public Optional<NodeId> servedBy() {
    return Optional.of(self);
  }

  @Override
  public SortedSet<NodeId> killed() {
    return shared.killed();
  }

  @Override
  public List<Cut> cuts() {
    return Cut.pairsOf(shared.plan());
  }

  @Override
  public SortedSet<NodeId> silenced() {
    return shared.plan().silenced();
  }

  @Override
  public SortedSet<NodeId> full() {
    return shared.full();
  }

  @Override
  public SortedSet<String> names() {
    return shared.names();
  }

  @Override
  public SortedSet<String> troubles() {
    return shared.troubles().names();
  }

  @Override
  public Future<Void> kill(NodeId node) {
    return shared.kill(node);
  }

  @Override
  public Future<Void> restart(NodeId node) {
    return shared.restart(node);
  }

  @Override
  public Future<Void> wipe(NodeId node) {
    return shared.wipe(node);
  }

  @Override
  public Future<Void> fill(NodeId node) {
    return shared.fill(node);
  }

  @Override
  public Future<Void> pause(NodeId node, long millis) {
    return shared.pause(node, millis);
  }

  @Override
  public Future<Void> cut(NodeId from, NodeId to) {
    return shared.changeLinks(plan -> plan.withCut(from, to));
  }

  @Override
  public Future<Void> partition(List<SortedSet<NodeId>> groups) {
    return shared.changeLinks(plan -> plan.partition(groups));
  }

  @Override
  public Future<Void> worsen(UnaryOperator<LinkTroubles> change) {
    return shared.changeTroubles(change);
  }

  @Override
  public Future<Void> healLinks() {
    return shared.healLinks();
  }

  @Override
  public Future<Void> heal() {
    return shared.heal();
  }
}
