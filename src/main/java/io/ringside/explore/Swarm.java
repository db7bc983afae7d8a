package io.ringside.explore;

import io.ringside.env.Mishap;
import java.util.ArrayList;
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

  /** Chance of a run to keep all that was acknowledged. */
  private static final double SPARED = 0.4;

  /** Chance of a blind put to write only where nothing is. */
  private static final double CONDITIONAL = 0.2;

  private static final int LEAST_FAULT_KINDS = 3;
  private static final int LONGEST_LIFE_MILLIS = 20_000;
  private static final List<String> KINDS =
      List.of("Store", "Hint", "Mint", "Read", "Probe", "ProbeFor", "SyncView", "ShowView", "Hello", "CompareRoots",
          "ShowDigests", "ShowEntries", "Inspect", "StepEra", "RejoinEra", "ShowGraves", "Reap");

  private static final List<Act> FAULTS = List.of(Act.CRASH, Act.STOP, Act.PAUSE, Act.SKEW, Act.STALL, Act.FALTER,
      Act.FULL, Act.WIPE, Act.ROLLBACK, Act.FLIP, Act.TEAR, Act.MISDIRECT, Act.BLUR, Act.LIE, Act.STRAY, Act.PARTITION, Act.CUT,
      Act.CUTKIND, Act.CLOG, Act.LOSS, Act.DELAY);
  private static final List<Act> WORK = List.of(Act.PUT, Act.EXPIRE, Act.OVERWRITE, Act.ADD, Act.DELETE);

  private final Dice dice;
  private final List<Deed> deeds = new ArrayList<>();
  private final long millis;
  private Setting setting;

  private Swarm(long seed, long millis) {
    this.dice = new Dice(new Random(seed));
    this.millis = millis;
  }

  /** @param millis of virtual time with load and faults */
  static Script write(long seed, long millis) {
    return new Swarm(seed, millis).write();
  }

  private Script write() {
    setting = drawSetting();
    int clients = 2 + dice.below(6);
    work(clients);
    misfortune();
    deeds.removeIf(deed -> deed.atMillis() >= millis + Simulator.LAST_ANSWERS_MILLIS);
    return spared(new Script(setting, deeds));
  }

  /** Often nothing is destroyed: only then strict quorums, and reads behind a blocking one, are held to all that they promise. */
  private Script spared(Script script) {
    Script harmless = script.withDeeds(script.deeds().stream().filter(deed -> !deed.act().isDestructive()).toList());
    return dice.chance(SPARED) && harmless.kindsOfFault() >= LEAST_FAULT_KINDS ? harmless : script;
  }

  private Setting drawSetting() {
    int nodes = dice.pick(3, 4, 5, 5, 5, 5, 6, 7);
    int n = Math.min(nodes, dice.pick(1, 2, 3, 3, 3, 3, 3, 3, 4, 5));
    int r = dice.chance(0.6) ? n / 2 + 1 : 1 + dice.below(n);
    int w = dice.chance(0.6) ? n / 2 + 1 : 1 + dice.below(n);
    var config = new ArrayList<>(List.of(
        "quorum.n=" + n, "quorum.r=" + r, "quorum.w=" + w, "cluster.partitions=" + dice.pick(16, 64)));
    config.addAll(Knobs.draw(dice));
    int loss = dice.chance(0.3) ? dice.below(11) : 0;
    int duplication = dice.chance(0.3) ? dice.below(31) : 0;
    int capacity = dice.chance(0.15) ? 2 + dice.below(19) : 0;
    long delay = dice.pick(300, 500, 500, 1000, 5000, 20_000);
    var mishaps = new TreeSet<Mishap>();
    EnumSet.allOf(Mishap.class).stream().filter(place -> dice.chance(MEMBERSHIP)).forEach(mishaps::add);
    return new Setting(dice.seed(), nodes, n, r, w, config, millis, delay, loss, duplication, capacity,
        dice.pick(100, 300, 300, 2000), mishaps, Ending.QUIET);
  }

  private void work(int clients) {
    List<Act> kinds = dice.some(WORK, 1, MEMBERSHIP);
    List<Act> reads = dice.chance(MEMBERSHIP) ? List.of(Act.GET, Act.MEND, Act.INSIST) : List.of(Act.GET);
    int keys = dice.pick(1, 2, 4, 4, 8, 12);
    int perSecond = dice.pick(6, 6, 10, 10, 20, 50);
    int pauseBound = 2 * clients * 1000 / perSecond;
    for (int client = 1; client <= clients; client++) {
      for (long at = dice.below(pauseBound); at < millis; at += 1 + dice.below(pauseBound)) {
        deeds.add(oneWork(at, "c" + client, "key-" + dice.below(keys), reads, kinds));
      }
    }
  }

  private Deed oneWork(long at, String client, String key, List<Act> reads, List<Act> kinds) {
    double die = dice.share();
    if (die < 0.02) {
      return Deed.at(at, Act.MOVE, client, node());
    }
    if (die < 0.025) {
      return Deed.at(at, Act.FORGET, client);
    }
    Act act = die < 0.35 ? dice.oneOf(reads) : dice.oneOf(kinds);
    return switch (act) {
      case EXPIRE -> Deed.at(at, act, client, key, String.valueOf(1 + dice.below(LONGEST_LIFE_MILLIS)));
      case PUT -> Deed.at(at, dice.chance(CONDITIONAL) ? Act.CREATE : act, client, key);
      default -> Deed.at(at, act, client, key);
    };
  }

  /** Each kind of fault strikes with a frequency of its own; what can end does so after a while. */
  private void misfortune() {
    List<String> victims = victims();
    List<Act> kinds = new ArrayList<>(FAULTS);
    kinds.removeIf(act -> act.isDestructive() && victims.isEmpty());
    for (Act kind : dice.some(kinds, LEAST_FAULT_KINDS, MEMBERSHIP)) {
      long meanPause = dice.pick(1500, 4000, 10_000);
      for (long at = 500 + dice.exponential(meanPause); at < millis; at += 1 + dice.exponential(meanPause)) {
        strike(at, kind, victims);
      }
    }
    if (dice.chance(0.2)) {
      swizzle(500 + dice.below((int) Math.max(1, millis / 2)));
    }
  }

  /** Fewer nodes than W lose what they have acknowledged: then one copy of each write is left. */
  private List<String> victims() {
    List<String> names = dice.shuffled(nodes());
    return names.subList(0, Math.min(setting.w() - 1, names.size()));
  }

  /** What stands still goes on when all the rest is healed: no heal reaches a disk that does nothing. */
  private long overAtLast(long atMillis, long lastsMillis) {
    return Math.max(1, Math.min(lastsMillis, millis + Simulator.LAST_ANSWERS_MILLIS - atMillis));
  }

  private void strike(long at, Act kind, List<String> victims) {
    long lasts = 100 + dice.exponential(2000);
    String victim = victims.isEmpty() ? "" : dice.oneOf(victims);
    switch (kind) {
      case CRASH -> crash(at, setting.isAsync() ? victim : node(), lasts);
      case STOP -> {
        String node = node();
        deeds.add(Deed.at(at, Act.STOP, node));
        deeds.add(Deed.at(at + lasts, Act.RESTART, node));
      }
      case PAUSE, STALL, FALTER -> deeds.add(Deed.at(at, kind, node(), overAtLast(at, dice.chance(0.2) ? 3 * lasts : lasts / 4)));
      case SKEW -> deeds.add(Deed.at(at, kind, node(), dice.pick(-3_600_000, -1000, 0, 0, 500, 86_400_000)));
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
      case BLUR -> deeds.add(Deed.at(at, kind, node()));
      case STRAY -> {
        String node = setting.isAsync() ? victim : node();
        if (!node.isEmpty()) {
          deeds.add(Deed.at(at, Act.CRASH, node));
          deeds.add(Deed.at(at, Act.STRAY, node));
          deeds.add(Deed.at(at + lasts, Act.RESTART, node));
        }
      }
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
        deeds.add(Deed.at(at, Act.CUTKIND, from, to, dice.oneOf(KINDS)));
        deeds.add(Deed.at(at + 2 * lasts, Act.HEAL));
      });
      case CLOG -> pair((from, to) -> {
        deeds.add(Deed.at(at, Act.CLOG, from, to));
        deeds.add(Deed.at(at + lasts, Act.UNCLOG, from, to));
      });
      case LOSS -> {
        deeds.add(Deed.at(at, Act.LOSS, 1 + dice.below(40)));
        deeds.add(Deed.at(at + lasts, Act.HEAL));
      }
      case DELAY -> {
        deeds.add(Deed.at(at, Act.DELAY, 1 + dice.below(400)));
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
    List<String> others = dice.shuffled(nodes());
    others.remove(middle);
    for (int i = 0; i < others.size(); i++) {
      deeds.add(Deed.at(at + i * 200L, Act.CLOG, others.get(i), middle));
      deeds.add(Deed.at(at + i * 200L, Act.CLOG, middle, others.get(i)));
    }
    others = dice.shuffled(others);
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
      if (dice.chance(0.3)) {
        deed.on(to, from);
      }
    }
  }

  /** At least one of the nodes, and not all. */
  private List<String> someNodes() {
    List<String> names = dice.shuffled(nodes());
    return names.subList(0, 1 + dice.below(names.size() - 1)).stream().sorted().toList();
  }

  private List<String> nodes() {
    var names = new ArrayList<String>();
    for (int i = 1; i <= setting.nodes(); i++) {
      names.add("n" + i);
    }
    return names;
  }

  private String node() {
    return "n" + (1 + dice.below(setting.nodes()));
  }
}
