package io.ringside.museum;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.message.News;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.message.Welcome;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.Wiring;
import io.ringside.storage.DataStore;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Nodes that believe what is not so, of each other or of the ring. */
final class WrongViews {
  private static final NodeId ODD_ONE = NodeId.of("n1");

  /** A start number with one wrong bit. */
  private static final long FAR_FUTURE = 1L << 40;

  private WrongViews() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("incarnation-reset", List.of(32),
            "A restarted node begins its incarnations anew, and its peers hold its former life's death against it for ever.",
            "memberlist#311, memberlist#345; habitat#5581", "I16", 2, List.of(), () -> new Deaf(true), WrongViews::oneRestarts),
        new Exhibit("suspicion-is-not-refuted", List.of(36),
            "A node that is taken for dead does not hear of it, or does not object.",
            "memberlist before Lifeguard", "I16", 3, List.of(), () -> new Deaf(false), WrongViews::oneIsCutOff),
        new Exhibit("ghost-node", List.of(34),
            "One peer has not noticed a death and tells everybody, again and again, that the node lives.",
            "piko#314, scylladb#14991, chitchat#23", "I16", 4, List.of(), Ghost::new, WrongViews::oneDies),
        new Exhibit("suspicion-outlives-a-rejoin", List.of(33),
            "One node's suspicion of a former life is held against every later one, whatever the node that is back says.",
            "DAOS-19148", "I16", 2, List.of(), Grudge::new, WrongViews::oneRestartsWhileSuspected),
        new Exhibit("far-future-generation", List.of(35),
            "One corrupt generation from the future is believed, and nothing is news any more that its node really says.",
            "scylladb#5801", "I16", 2, List.of(), Credulous::new, WrongViews::oneWordIsGarbled),
        new Exhibit("two-rings", List.of(19),
            "Two nodes look up one key on two rings, and each finds a quorum of its own.",
            "the reason for Cassandra's CEP-21", "I15", 2, List.of(), WrongViews::anotherRing, WrongViews::everyoneWrites));
  }

  // what happens

  private static void oneRestarts(Scene scene) {
    NodeId node = scene.primary(0);
    scene.crash(node);
    scene.passes(12_000);
    scene.restart(node);
  }

  private static void oneIsCutOff(Scene scene) {
    scene.cutOff(scene.primary(0));
    scene.passes(12_000);
  }

  private static void oneDies(Scene scene) {
    NodeId dead = scene.cluster().nodes().get(1 + scene.random().nextInt(4));
    scene.crash(dead);
    scene.passes(12_000);
    for (int i = 0; i < 10; i++) {
      scene.nobodyBelievesAlive(dead);
      scene.passes(600);
    }
  }

  private static void oneRestartsWhileSuspected(Scene scene) {
    NodeId node = scene.cluster().nodes().get(1 + scene.random().nextInt(4));
    scene.crash(node);
    scene.passes(4000);
    scene.restart(node);
    scene.passes(4000);
  }

  private static void oneWordIsGarbled(Scene scene) {
    NodeId node = scene.primary(0);
    var garbled = new Member(node, Member.firstIncarnation(FAR_FUTURE) + 7, Member.Status.ALIVE);
    scene.await(scene.cluster().ask(scene.fallback(0), new Request.Probe(scene.primary(1), List.of(garbled))));
    scene.crash(node);
    scene.passes(12_000);
    scene.restart(node);
  }

  private static void everyoneWrites(Scene scene) {
    scene.cluster().nodes().forEach(node -> scene.at(node).put());
  }

  // what is wrong

  /** Hears nothing of itself; if it forgets too, it begins each life with its first start. */
  private static final class Deaf implements Wiring {
    private static final Bytes SELF = StoreKeys.state("self");

    private final boolean forgetful;

    private Deaf(boolean forgetful) {
      this.forgetful = forgetful;
    }

    @Override
    public DataStore store(NodeId self, DataStore store) {
      return new PassingStore(store) {
        @Override
        public Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
          return inner.getAll(space, keys).map(values -> {
            var shown = new ArrayList<>(values);
            if (forgetful && space == Space.STATE && keys.contains(SELF)) {
              shown.set(keys.indexOf(SELF), Optional.empty());
            }
            return shown;
          });
        }
      };
    }

    @Override
    public Peer peer(NodeId self, Peer peer) {
      return new PassingPeer(peer) {
        @Override
        public Future<News> probe(Request.Probe request) {
          return inner.probe(new Request.Probe(request.from(), without(self, request.news())));
        }

        @Override
        public Future<News> probeFor(Request.ProbeFor request) {
          return inner.probeFor(new Request.ProbeFor(request.from(), request.target(), without(self, request.news())));
        }

        @Override
        public Future<ClusterView> syncView(Request.SyncView request) {
          return inner.syncView(new Request.SyncView(request.from(), without(self, request.view())));
        }
      };
    }

    @Override
    public Transport transport(NodeId self, Transport transport) {
      return Bugs.through(transport, remote -> new PassingPeer(remote) {
        @Override
        public Future<Welcome> hello(Request.Hello request) {
          return inner.hello(request).map(welcome ->
              new Welcome(forgetful ? 0 : welcome.rememberedStart(), without(self, welcome.view()), welcome.reaped()));
        }

        @Override
        public Future<News> probe(Request.Probe request) {
          return inner.probe(request).map(news -> without(self, news));
        }

        @Override
        public Future<News> probeFor(Request.ProbeFor request) {
          return inner.probeFor(request).map(news -> without(self, news));
        }

        @Override
        public Future<ClusterView> syncView(Request.SyncView request) {
          return inner.syncView(request).map(view -> without(self, view));
        }
      });
    }

    private static News without(NodeId self, News news) {
      var accusers = new TreeMap<>(news.accusers());
      accusers.remove(self);
      return new News(news.members().stream().filter(member -> !member.node().equals(self)).toList(), accusers);
    }

    private static ClusterView without(NodeId self, ClusterView view) {
      var others = new TreeMap<>(view.members());
      others.remove(self);
      return new ClusterView(others);
    }
  }

  /** The odd one says of each that is down that it has come back. */
  private static final class Ghost implements Wiring {
    @Override
    public Transport transport(NodeId self, Transport transport) {
      return !self.equals(ODD_ONE) ? transport : Bugs.through(transport, remote -> new PassingPeer(remote) {
        @Override
        public Future<News> probe(Request.Probe request) {
          return inner.probe(new Request.Probe(request.from(), request.news().members().stream().map(Ghost::alive).toList()));
        }

        @Override
        public Future<ClusterView> syncView(Request.SyncView request) {
          var members = new TreeMap<>(request.view().members());
          members.replaceAll((node, member) -> alive(member));
          return inner.syncView(new Request.SyncView(request.from(), new ClusterView(members)));
        }
      });
    }

    private static Member alive(Member member) {
      return member.isAlive() ? member : new Member(member.node(), member.incarnation() + 1, Member.Status.ALIVE);
    }
  }

  /** The odd one remembers for ever which lives were suspected, and takes each later one of theirs for dead. */
  private static final class Grudge extends Listening {
    private final TreeMap<NodeId, Long> suspected = new TreeMap<>();

    @Override
    boolean concerns(NodeId self) {
      return self.equals(ODD_ONE);
    }

    @Override
    Optional<Member> heard(NodeId self, Member member) {
      if (member.status() == Member.Status.SUSPECT) {
        suspected.putIfAbsent(member.node(), member.start());
      }
      boolean later = member.start() > suspected.getOrDefault(member.node(), Long.MAX_VALUE);
      return Optional.of(later ? member.with(Member.Status.DEAD) : member);
    }
  }

  /** Passes over whatever is older than the highest generation that it was ever told. */
  private static final class Credulous extends Listening {
    private final TreeMap<String, Long> highest = new TreeMap<>();

    @Override
    Optional<Member> heard(NodeId self, Member member) {
      long known = highest.merge(self + " of " + member.node(), member.incarnation(), Math::max);
      return member.incarnation() < known ? Optional.empty() : Optional.of(member);
    }
  }

  /** Bugs in how a node takes what it hears of others: by probes, by answers to its own, in views. */
  private abstract static class Listening implements Wiring {
    boolean concerns(NodeId self) {
      return true;
    }

    /** What it takes it for; empty if it passes it over. */
    abstract Optional<Member> heard(NodeId self, Member member);

    private News heard(NodeId self, News news) {
      return new News(news.members().stream().flatMap(member -> heard(self, member).stream()).toList());
    }

    private ClusterView heard(NodeId self, ClusterView view) {
      var members = new TreeMap<NodeId, Member>();
      view.members().values().forEach(member -> heard(self, member).ifPresent(taken -> members.put(taken.node(), taken)));
      return new ClusterView(members);
    }

    @Override
    public Peer peer(NodeId self, Peer peer) {
      return !concerns(self) ? peer : new PassingPeer(peer) {
        @Override
        public Future<News> probe(Request.Probe request) {
          return inner.probe(new Request.Probe(request.from(), heard(self, request.news())));
        }

        @Override
        public Future<News> probeFor(Request.ProbeFor request) {
          return inner.probeFor(new Request.ProbeFor(request.from(), request.target(), heard(self, request.news())));
        }

        @Override
        public Future<ClusterView> syncView(Request.SyncView request) {
          return inner.syncView(new Request.SyncView(request.from(), heard(self, request.view())));
        }
      };
    }

    @Override
    public Transport transport(NodeId self, Transport transport) {
      return !concerns(self) ? transport : Bugs.through(transport, remote -> new PassingPeer(remote) {
        @Override
        public Future<Welcome> hello(Request.Hello request) {
          return inner.hello(request).map(welcome -> new Welcome(welcome.rememberedStart(), heard(self, welcome.view()), welcome.reaped()));
        }

        @Override
        public Future<News> probe(Request.Probe request) {
          request.news().members().forEach(member -> heard(self, member));
          return inner.probe(request).map(news -> heard(self, news));
        }

        @Override
        public Future<News> probeFor(Request.ProbeFor request) {
          return inner.probeFor(request).map(news -> heard(self, news));
        }

        @Override
        public Future<ClusterView> syncView(Request.SyncView request) {
          return inner.syncView(request).map(view -> heard(self, view));
        }
      });
    }
  }

  /** The odd one's ring is turned by one partition. */
  private static Wiring anotherRing() {
    return new Wiring() {
      @Override
      public ConsistentHashRing ring(NodeId self, ConsistentHashRing ring) {
        if (!self.equals(ODD_ONE)) {
          return ring;
        }
        var turned = new ArrayList<>(ring.owners());
        Collections.rotate(turned, 1);
        return new ConsistentHashRing(ring.members(), turned, ring.replicas());
      }
    };
  }
}
