package io.ringside.vertx;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.config.Founder;
import io.ringside.config.NodeConfig;
import io.ringside.env.Transport;
import io.ringside.event.Event;
import io.ringside.event.Events;
import io.ringside.fault.FaultPlan;
import io.ringside.fault.LinkTroubles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is broken on purpose between nodes of several JVMs, and to them, where they were started with {@code faults.allowed=true}.
 * Each JVM knows all of it, and whichever is told to break something tells the others; so it outlives the node that it was started
 * with. To be made before that node. Safe for any number of threads.
 */
public final class SharedFaults {
  /*
   * Orders go from outside of all nodes to outside, and cross no link that they could cut. Whoever does not hear of a change, since
   * it is down, asks the others when it starts. There is no more agreement than that: it is for laboratories.
   */
  private static final long TELL_MILLIS = 2000;

  /** A start reads what is on the disk, and looks for others. */
  private static final long START_MILLIS = 60_000;

  /** Whoever tells the node to go that serves it is answered first. */
  private static final long LAST_WORDS_MILLIS = 200;

  /** What a question asks for; the bytes count from 0: never change their order. */
  private enum Asks { STATE, TAKE, KILL, RESTART, WIPE, FILL }

  /**
   * The node of this JVM, as far as it can be told to go and to come back. Each completes when that is done, and says itself if it
   * fails, since whoever gave the order may be gone.
   */
  public interface Life {
    Future<Void> kill();

    /** It is killed first if it runs. */
    Future<Void> restart();

    /** It is killed first if it runs, and all that it had is gone. */
    Future<Void> wipe();

    /** From now on its disk takes no more, until it is started again. */
    Future<Void> fill();

    /** Where to tell what was broken; nowhere while it is down. */
    Events events();
  }

  private final Vertx vertx;
  private final NodeId self;
  private final SortedSet<NodeId> others;
  private final Channel channel;
  private final Client client;
  private final Life life;
  private volatile FaultState now = FaultState.NONE;

  private SharedFaults(Vertx vertx, NodeConfig config, Life life) {
    this.vertx = vertx;
    this.self = config.self();
    this.others = config.cluster().members().stream().map(Founder::id).filter(node -> !node.equals(self))
        .collect(Collectors.toCollection(TreeSet::new));
    this.channel = new Channel(
        vertx, new BusAddress(self, BusAddress.OUTSIDE), ClusterTag.of(config.cluster().id()), LinkFaults.NONE, Events.NONE);
    this.client = new BusClient(channel, config);
    this.life = life;
  }

  /** Completes when this JVM takes orders and knows what is broken already, as far as the others can be heard. */
  public static Future<SharedFaults> start(Vertx vertx, NodeConfig config, Life life) {
    var faults = new SharedFaults(vertx, config, life);
    return faults.channel.listen(faults::answer).compose(listening -> faults.catchUp()).map(faults);
  }

  private Future<Void> catchUp() {
    List<Future<Void>> asked = others.stream().map(node -> ask(node, Asks.STATE, Bytes.EMPTY)
        .map(state -> take(FaultState.decode(state))).recover(SharedFaults::ofNoUse)).toList();
    return Future.join(new ArrayList<>(asked)).mapEmpty();
  }

  private static Future<Void> ofNoUse(Throwable silence) {
    return Future.succeededFuture();
  }

  LinkFaults links() {
    return new LinkFaults(() -> now.planAt(System.currentTimeMillis()), () -> now.troubles());
  }

  /** A client outside of all nodes: no fault touches it. */
  public Client client() {
    return client;
  }

  /** Asks single nodes from outside: no fault touches it. */
  public Transport transport() {
    return new EventBusTransport(channel);
  }

  public FaultPlan plan() {
    return now.planAt(System.currentTimeMillis());
  }

  public LinkTroubles troubles() {
    return now.troubles();
  }

  /** All that is broken, as the event log has it. */
  public SortedSet<String> names() {
    return now.namesAt(System.currentTimeMillis());
  }

  public SortedSet<NodeId> killed() {
    return now.killed();
  }

  public SortedSet<NodeId> full() {
    return now.full();
  }

  /** Completes when all who can be reached break or heal links so. */
  public Future<Void> changeLinks(UnaryOperator<FaultPlan> change) {
    return change(state -> state.withLinks(change.apply(state.links())));
  }

  /** Completes when all who can be reached know how bad links are from now on. */
  public Future<Void> changeTroubles(UnaryOperator<LinkTroubles> change) {
    return change(state -> state.withTroubles(change.apply(state.troubles())));
  }

  /** Completes when all who can be reached know that for that time nothing reaches the node nor leaves it. */
  public Future<Void> pause(NodeId node, long millis) {
    long begun = System.currentTimeMillis();
    long until = begun + millis;
    vertx.setTimer(millis, over -> {
      if (now.pausedUntilMillis().getOrDefault(node, 0L) == until) {
        life.events().emit(new Event.FaultEnded(FaultState.pauseOf(node)));
      }
    });
    return change(state -> state.withPause(node, until, begun));
  }

  /**
   * Completes when the node is gone without having said goodbye; its JVM stays, so that it can be told to come back. One's own is
   * about to go.
   */
  public Future<Void> kill(NodeId node) {
    return order(node, Asks.KILL, state -> state.withKilled(node));
  }

  /** Completes when the node serves again on the data it had; one's own is about to. */
  public Future<Void> restart(NodeId node) {
    return order(node, Asks.RESTART, state -> state.withRunning(node));
  }

  /** Completes when the node is gone, and all that it had on its disk; one's own is about to go. */
  public Future<Void> wipe(NodeId node) {
    return order(node, Asks.WIPE, state -> state.withKilled(node)).map(wiped -> {
      life.events().emit(new Event.FaultBegan("wipe " + node));
      life.events().emit(new Event.FaultEnded("wipe " + node)); // What is gone is gone; nothing of it lasts.
      return null;
    });
  }

  /** Completes when the node's disk takes no more, until the node is started again. */
  public Future<Void> fill(NodeId node) {
    return order(node, Asks.FILL, state -> state.withFull(node));
  }

  /** Completes when all links are whole and no node is paused, as far as nodes can be reached. */
  public Future<Void> healLinks() {
    return change(state -> state.withLinks(FaultPlan.NONE).withTroubles(LinkTroubles.NONE));
  }

  /** The same, and when every node that was killed, or has a full disk, serves again. */
  public Future<Void> heal() {
    return change(FaultState::healed).compose(healed -> {
      var unwell = new TreeSet<>(now.killed());
      unwell.addAll(now.full());
      List<Future<Void>> restarts = unwell.stream().map(this::restart).toList();
      return Future.join(new ArrayList<>(restarts)).mapEmpty();
    });
  }

  /** Completes when the others know that this node runs, if they had thought otherwise. */
  public Future<Void> runs() {
    return now.killed().contains(self) || now.full().contains(self)
        ? change(state -> state.withRunning(self)) : Future.succeededFuture();
  }

  /** What this process is to do to its own node it does soon after all have been told. */
  private Future<Void> order(NodeId node, Asks what, UnaryOperator<FaultState> then) {
    if (!node.equals(self)) {
      return ask(node, what, Bytes.EMPTY).compose(done -> change(then));
    }
    return change(then).map(told -> {
      vertx.setTimer(LAST_WORDS_MILLIS, said -> carryOut(what));
      return null;
    });
  }

  private Future<Void> change(UnaryOperator<FaultState> change) {
    return channel.home().run(() -> {
      FaultState before = now;
      take(change.apply(before).after(before, self));
      long millis = System.currentTimeMillis();
      FaultNames.tellChange(before.namesAt(millis), now.namesAt(millis), life.events());
      Bytes news = now.encode();
      List<Future<Void>> told = others.stream()
          .map(node -> ask(node, Asks.TAKE, news).<Void>mapEmpty().recover(SharedFaults::ofNoUse)).toList();
      return Future.join(new ArrayList<>(told)).mapEmpty();
    });
  }

  private Void take(FaultState other) {
    now = now.newer(other);
    return null;
  }

  private Future<Bytes> ask(NodeId node, Asks what, Bytes with) {
    Bytes question = new ByteWriter().u8(what.ordinal()).bytes(with).toBytes();
    long limit = what == Asks.STATE || what == Asks.TAKE ? TELL_MILLIS : START_MILLIS;
    return channel.ask(new BusAddress(node, BusAddress.OUTSIDE), question, limit);
  }

  private Future<Bytes> answer(Bytes question) {
    var in = new ByteReader(question);
    Asks what = in.oneOf(Asks.values());
    Bytes with = in.bytes();
    in.end();
    return switch (what) {
      case STATE -> Future.succeededFuture(now.encode());
      case TAKE -> {
        take(FaultState.decode(with));
        yield Future.succeededFuture(Bytes.EMPTY);
      }
      default -> carryOut(what).map(Bytes.EMPTY);
    };
  }

  private Future<Void> carryOut(Asks what) {
    return switch (what) {
      case KILL -> life.kill();
      case RESTART -> life.restart();
      case WIPE -> life.wipe();
      case FILL -> life.fill();
      case STATE, TAKE -> throw new IllegalArgumentException(what + " is no order");
    };
  }
}
