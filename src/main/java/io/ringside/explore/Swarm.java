package io.ringside.explore;

import io.ringside.env.Mishap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Writes the script of one seed: the seed chooses which faults there are at all, how often, on what cluster, with which knobs,
 * and what the clients do. Source: Groce et al., "Swarm testing" (ISSTA 2012): leaving out features at random finds more than
 * always having all of them.
 */
final class Swarm {
  /** Chance of each fault, kind of work and mishap to be part of a run. */
  private static final double MEMBERSHIP = 0.4;

  private static final int LEAST_FAULT_KINDS = 3;
  private static final int LONGEST_LIFE_MILLIS = 20_000;
  private static final List<String> KINDS =
      List.of("Store", "Hint", "Mint", "Read", "Probe", "ProbeFor", "SyncView", "ShowView", "Hello");

  private static final List<Act> FAULTS = List.of(Act.CRASH, Act.STOP, Act.PAUSE, Act.SKEW, Act.STALL, Act.FULL, Act.WIPE,
      Act.ROLLBACK, Act.FLIP, Act.TEAR, Act.MISDIRECT, Act.LIE, Act.PARTITION, Act.CUT, Act.CUTKIND, Act.CLOG, Act.LOSS,
      Act.DELAY);
  private static final List<Act> WORK = List.of(Act.PUT, Act.EXPIRE, Act.OVERWRITE, Act.ADD, Act.DELETE);

  private final Random random;
  private final List<Deed> deeds = new ArrayList<>();
  private final long millis;
  private Setting setting;

  private Swarm(long seed, long millis) {
    this.random = new Random(seed);
    this.millis = millis;
  }

  /** @param millis of virtual time with load and faults */
  static Script write(long seed, long millis) {
    return new Swarm(seed, millis).write();
  }

  private Script write() {
    setting = drawSetting();
    int clients = 2 + random.nextInt(6);
    work(clients);
    misfortune();
    deeds.removeIf(deed -> deed.atMillis() >= millis + Simulator.LAST_ANSWERS_MILLIS);
    return new Script(setting, deeds);
  }

  private Setting drawSetting() {
    int nodes = pick(3, 4, 5, 5, 5, 5, 6, 7);
    int n = Math.min(nodes, pick(1, 2, 3, 3, 3, 3, 3, 3, 4, 5));
    int r = chance(0.6) ? n / 2 + 1 : 1 + random.nextInt(n);
    int w = chance(0.6) ? n / 2 + 1 : 1 + random.nextInt(n);
    int period = pick(200, 500, 1000);
    var config = new ArrayList<String>(List.of(
        "quorum.n=" + n, "quorum.r=" + r, "quorum.w=" + w,
        "cluster.partitions=" + pick(16, 64),
        "gossip.periodMillis=" + period, "gossip.probeTimeoutMillis=" + period * 2 / 5,
        "quorum.replicaTimeoutMillis=" + pick(100, 300, 500),
        "hints.deliverPeriodMillis=" + pick(100, 500, 1000),
        "hints.batchLimit=" + pick(1, 8, 64),
        "quorum.fanout=" + (chance(0.3) ? "quorum" : "all")));
    if (chance(0.15)) {
      config.add("data.durability=async");
    }
    if (chance(0.2)) {
      config.addAll(List.of("limits.siblingsSoft=2", "limits.siblingsHard=" + pick(3, 5, 20)));
    }
    if (chance(0.1)) {
      config.add("hints.maxCount=" + pick(1, 5, 20));
    }
    if (chance(0.7)) {
      config.addAll(List.of("deletes.reapAfterSeconds=" + pick(0, 0, 2, 10), "deletes.periodMillis=" + pick(100, 300, 1000)));
    }
    int loss = chance(0.3) ? random.nextInt(11) : 0;
    int duplication = chance(0.3) ? random.nextInt(31) : 0;
    int capacity = chance(0.15) ? 2 + random.nextInt(19) : 0;
    long delay = pick(300, 500, 500, 1000, 5000, 20_000);
    var mishaps = new TreeSet<Mishap>();
    EnumSet.allOf(Mishap.class).stream().filter(place -> chance(MEMBERSHIP)).forEach(mishaps::add);
    return new Setting(random.nextLong(), nodes, n, r, w, config, millis, delay, loss, duplication, capacity,
        pick(100, 300, 300, 2000), mishaps, Ending.QUIET);
  }

  private void work(int clients) {
    List<Act> kinds = some(WORK, 1);
    int keys = pick(1, 2, 4, 4, 8, 12);
    int perSecond = pick(6, 6, 10, 10, 20, 50);
    int pauseBound = 2 * clients * 1000 / perSecond;
    for (int client = 1; client <= clients; client++) {
      for (long at = random.nextInt(pauseBound); at < millis; at += 1 + random.nextInt(pauseBound)) {
        deeds.add(oneWork(at, "c" + client, "key-" + random.nextInt(keys), kinds));
      }
    }
  }

  private Deed oneWork(long at, String client, String key, List<Act> kinds) {
    double die = random.nextDouble();
    if (die < 0.02) {
      return Deed.at(at, Act.MOVE, client, node());
    }
    if (die < 0.025) {
      return Deed.at(at, Act.FORGET, client);
    }
    Act act = die < 0.35 ? Act.GET : kinds.get(random.nextInt(kinds.size()));
    return act == Act.EXPIRE
        ? Deed.at(at, act, client, key, String.valueOf(1 + random.nextInt(LONGEST_LIFE_MILLIS)))
        : Deed.at(at, act, client, key);
  }

  /** Each kind of fault strikes with a frequency of its own; what can end does so after a while. */
  private void misfortune() {
    List<String> victims = victims();
    List<Act> kinds = new ArrayList<>(FAULTS);
    kinds.removeIf(act -> act.isDestructive() && victims.isEmpty());
    for (Act kind : some(kinds, LEAST_FAULT_KINDS)) {
      long meanPause = pick(1500, 4000, 10_000);
      for (long at = 500 + exponential(meanPause); at < millis; at += 1 + exponential(meanPause)) {
        strike(at, kind, victims);
      }
    }
    if (chance(0.2)) {
      swizzle(500 + random.nextInt((int) Math.max(1, millis / 2)));
    }
  }

  /** Fewer nodes than W lose what they have acknowledged: then one copy of each write is left. */
  private List<String> victims() {
    var names = new ArrayList<>(nodes());
    Collections.shuffle(names, random);
    return names.subList(0, Math.min(setting.w() - 1, names.size()));
  }

  private void strike(long at, Act kind, List<String> victims) {
    long lasts = 100 + exponential(2000);
    String victim = victims.isEmpty() ? "" : victims.get(random.nextInt(victims.size()));
    switch (kind) {
      case CRASH -> crash(at, setting.isAsync() ? victim : node(), lasts);
      case STOP -> {
        String node = node();
        deeds.add(Deed.at(at, Act.STOP, node));
        deeds.add(Deed.at(at + lasts, Act.RESTART, node));
      }
      case PAUSE, STALL -> deeds.add(Deed.at(at, kind, node(), chance(0.2) ? 3 * lasts : lasts / 4));
      case SKEW -> deeds.add(Deed.at(at, kind, node(), pick(-3_600_000, -1000, 0, 0, 500, 86_400_000)));
      case FULL -> {
        String node = node();
        deeds.add(Deed.at(at, Act.FULL, node));
        if (!setting.isAsync()) {
          crash(at + lasts, node, lasts / 2);
        }
      }
      case WIPE, ROLLBACK -> {
        deeds.add(Deed.at(at / 2, Act.SNAPSHOT, victim));
        deeds.add(Deed.at(at, Act.CRASH, victim));
        deeds.add(Deed.at(at, kind, victim));
        deeds.add(Deed.at(at + lasts, Act.RESTART, victim));
      }
      case FLIP, TEAR, MISDIRECT -> deeds.add(Deed.at(at, kind, victim));
      case LIE -> {
        deeds.add(Deed.at(at, Act.LIE, victim));
        crash(at + lasts, victim, lasts / 2);
      }
      case PARTITION -> {
        deeds.add(Deed.at(at, Act.PARTITION, String.join(",", someNodes())));
        deeds.add(Deed.at(at + 2 * lasts, Act.HEAL));
      }
      case CUT -> pair((from, to) -> {
        deeds.add(Deed.at(at, Act.CUT, from, to));
        deeds.add(Deed.at(at + 2 * lasts, Act.HEAL));
      });
      case CUTKIND -> pair((from, to) -> {
        deeds.add(Deed.at(at, Act.CUTKIND, from, to, KINDS.get(random.nextInt(KINDS.size()))));
        deeds.add(Deed.at(at + 2 * lasts, Act.HEAL));
      });
      case CLOG -> pair((from, to) -> {
        deeds.add(Deed.at(at, Act.CLOG, from, to));
        deeds.add(Deed.at(at + lasts, Act.UNCLOG, from, to));
      });
      case LOSS -> {
        deeds.add(Deed.at(at, Act.LOSS, 1 + random.nextInt(40)));
        deeds.add(Deed.at(at + lasts, Act.HEAL));
      }
      case DELAY -> {
        deeds.add(Deed.at(at, Act.DELAY, 1 + random.nextInt(400)));
        deeds.add(Deed.at(at + lasts, Act.HEAL));
      }
      default -> throw new IllegalStateException(kind + " is no fault");
    }
  }

  private void crash(long at, String node, long lasts) {
    if (!node.isEmpty()) {
      deeds.add(Deed.at(at, Act.CRASH, node));
      deeds.add(Deed.at(at + lasts, Act.RESTART, node));
    }
  }

  /** The links of one node stop one by one, and come back in another order (FoundationDB's best finder of bugs). */
  private void swizzle(long at) {
    String middle = node();
    var others = new ArrayList<>(nodes());
    others.remove(middle);
    Collections.shuffle(others, random);
    for (int i = 0; i < others.size(); i++) {
      deeds.add(Deed.at(at + i * 200L, Act.CLOG, others.get(i), middle));
      deeds.add(Deed.at(at + i * 200L, Act.CLOG, middle, others.get(i)));
    }
    Collections.shuffle(others, random);
    for (int i = 0; i < others.size(); i++) {
      deeds.add(Deed.at(at + 2000 + i * 200L, Act.UNCLOG, others.get(i), middle));
      deeds.add(Deed.at(at + 2000 + i * 200L, Act.UNCLOG, middle, others.get(i)));
    }
  }

  @FunctionalInterface
  private interface OfTwo {
    void on(String from, String to);
  }

  private void pair(OfTwo deed) {
    String from = node();
    String to = node();
    if (!from.equals(to)) {
      deed.on(from, to);
      if (chance(0.3)) {
        deed.on(to, from);
      }
    }
  }

  /** At least one of the nodes, and not all. */
  private List<String> someNodes() {
    var names = new ArrayList<>(nodes());
    Collections.shuffle(names, random);
    return names.subList(0, 1 + random.nextInt(names.size() - 1)).stream().sorted().toList();
  }

  private List<String> nodes() {
    var names = new ArrayList<String>();
    for (int i = 1; i <= setting.nodes(); i++) {
      names.add("n" + i);
    }
    return names;
  }

  private String node() {
    return "n" + (1 + random.nextInt(setting.nodes()));
  }

  private <T> List<T> some(List<T> all, int least) {
    var order = new ArrayList<>(all);
    Collections.shuffle(order, random);
    var chosen = new ArrayList<T>(order.subList(0, Math.min(least, order.size())));
    order.stream().skip(least).filter(one -> chance(MEMBERSHIP)).forEach(chosen::add);
    return chosen;
  }

  private long exponential(long mean) {
    return (long) (-StrictMath.log(1 - random.nextDouble()) * mean);
  }

  private boolean chance(double of) {
    return random.nextDouble() < of;
  }

  private int pick(int... from) {
    return from[random.nextInt(from.length)];
  }
}
