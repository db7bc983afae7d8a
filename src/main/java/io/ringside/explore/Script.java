package io.ringside.explore;

import java.util.List;

/** A whole run before it happens: the setting, and every deed in the order of time. Immutable; written by {@link Swarm}. */
record Script(Setting setting, List<Deed> deeds) {
  Script {
    deeds = deeds.stream().sorted(Deed.IN_TIME).toList();
  }

  Script withDeeds(List<Deed> others) {
    return new Script(setting, others);
  }

  Script withSetting(Setting other) {
    return new Script(other, deeds);
  }

  /** How many kinds of misfortune there are in it. */
  long kindsOfFault() {
    return deeds.stream().map(Deed::act).filter(Act::isFault).distinct().count();
  }

  long works() {
    return deeds.stream().filter(deed -> deed.act().isWork()).count();
  }

  /** How far any two wall clocks are ever apart, one that is right among them. */
  long clocksApartMillis() {
    long ahead = 0;
    long behind = 0;
    for (Deed deed : deeds) {
      if (deed.act() == Act.SKEW) {
        ahead = Math.max(ahead, deed.number(1));
        behind = Math.min(behind, deed.number(1));
      }
    }
    return ahead - behind;
  }

  /** Whether data of some node may be lost for good, which weakens what strict quorums promise. */
  boolean losesData() {
    return setting.isAsync() || deeds.stream().anyMatch(deed -> deed.act().isDestructive());
  }
}
