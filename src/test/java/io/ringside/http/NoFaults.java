package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.fault.LinkTroubles;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import java.util.TreeSet;

/** Somebody who could break things, and breaks none. */
enum NoFaults implements FaultSwitch {
  SWITCH;

  @Override
  public SortedSet<NodeId> killed() {
    return new TreeSet<>();
  }

  @Override
  public SortedSet<String> names() {
    return new TreeSet<>();
  }

  @Override
  public List<Cut> cuts() {
    return List.of();
  }

  @Override
  public Future<Void> kill(NodeId node) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> restart(NodeId node) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> wipe(NodeId node) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> fill(NodeId node) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> pause(NodeId node, long millis) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> cut(NodeId from, NodeId to) {
    return Future.succeededFuture();
  }

  @Override
  public SortedSet<NodeId> silenced() {
    return Collections.emptySortedSet();
  }

  @Override
  public SortedSet<NodeId> full() {
    return Collections.emptySortedSet();
  }

  @Override
  public SortedSet<String> troubles() {
    return Collections.emptySortedSet();
  }

  @Override
  public Future<Void> worsen(UnaryOperator<LinkTroubles> change) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> healLinks() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> partition(List<SortedSet<NodeId>> groups) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> heal() {
    return Future.succeededFuture();
  }
}
