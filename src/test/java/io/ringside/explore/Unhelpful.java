package io.ringside.explore;

import io.ringside.NodeId;
import io.ringside.message.Failure;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.sim.Wiring;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A planted bug: no node ever carries out requests of one kind; it says that it cannot now. */
record Unhelpful(Class<? extends Request<?>> kind) implements Wiring {
  @Override
  public Peer peer(NodeId self, Peer peer) {
    return (Peer) Proxy.newProxyInstance(Peer.class.getClassLoader(), new Class<?>[] {Peer.class}, (proxy, method, args) -> {
      if (kind.isInstance(args[0])) {
        return Future.failedFuture(new Failure.Unavailable("planted: no " + kind.getSimpleName()));
      }
      try {
        return method.invoke(peer, args);
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    });
  }
}
