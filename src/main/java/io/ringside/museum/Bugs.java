package io.ringside.museum;

import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.env.Transport;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.sim.Seal;
import io.ringside.sim.Wiring;
import io.ringside.storage.DataStore;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Wirings in which one kind of part is another: the usual form of a bug. */
final class Bugs {
  private Bugs() {}

  static Wiring inStores(UnaryOperator<DataStore> part) {
    return new Wiring() {
      @Override
      public DataStore store(NodeId self, DataStore store) {
        return part.apply(store);
      }
    };
  }

  /** In how disks find out whether bytes are those that were written. */
  static Wiring inDisks(Seal seal) {
    return new Wiring() {
      @Override
      public Seal seal(NodeId self) {
        return seal;
      }
    };
  }

  /** In what becomes of the records that replicas keep as their own. */
  static Wiring inRecords(MeddledStore.Meddler meddler) {
    return inStores(store -> new MeddledStore(store, meddler, Space.DATA));
  }

  /** The same, where it matters which node it is. */
  static Wiring inRecordsOf(Function<NodeId, MeddledStore.Meddler> meddler) {
    return new Wiring() {
      @Override
      public DataStore store(NodeId self, DataStore store) {
        return new MeddledStore(store, meddler.apply(self), Space.DATA);
      }
    };
  }

  /** In how nodes answer. */
  static Wiring inPeers(UnaryOperator<Peer> part) {
    return new Wiring() {
      @Override
      public Peer peer(NodeId self, Peer peer) {
        return part.apply(peer);
      }
    };
  }

  /** In how a node hears what others answer it. */
  static Wiring inAnswers(Function<RemotePeer, Peer> part) {
    return new Wiring() {
      @Override
      public Transport transport(NodeId self, Transport transport) {
        return through(transport, part);
      }
    };
  }

  static Transport through(Transport transport, Function<RemotePeer, Peer> part) {
    return new Transport() {
      @Override
      public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
        return request.deliverTo(part.apply(new RemotePeer(transport, to, limitMillis)));
      }
    };
  }

  /** In what becomes of any request that failed. */
  static Wiring inFailures(UnaryOperator<Throwable> taken) {
    return new Wiring() {
      @Override
      public Transport transport(NodeId self, Transport transport) {
        return new Transport() {
          @Override
          public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
            return transport.send(to, request, limitMillis).recover(failure -> Future.failedFuture(taken.apply(failure)));
          }
        };
      }
    };
  }

  static Wiring inClients(UnaryOperator<Client> part) {
    return new Wiring() {
      @Override
      public Client client(Client client) {
        return part.apply(client);
      }
    };
  }
}
