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

  /** Whether data of some node may be lost for good, which weakens what strict quorums promise. */
  boolean losesData() {
    return setting.isAsync() || deeds.stream().anyMatch(deed -> deed.act().isDestructive());
  }
}
