package io.ringside.explore;

import io.ringside.NodeId;
import io.ringside.message.Ack;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.sim.Wiring;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A planted bug: replicas acknowledge what others send them, and do not store it. */
final class Forgetful implements Wiring {
  @Override
  public Peer peer(NodeId self, Peer peer) {
    return (Peer) Proxy.newProxyInstance(Peer.class.getClassLoader(), new Class<?>[] {Peer.class}, (proxy, method, args) -> {
      if (args[0] instanceof Request.Store || args[0] instanceof Request.Hint) {
        return Future.succeededFuture(Ack.STORED);
      }
      try {
        return method.invoke(peer, args);
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    });
  }
}
