package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.message.Request;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SwarmTest {
  private static final long MILLIS = 60_000;

  @Test
  void theSameSeedWritesTheSameScript() {
    assertThat(Swarm.write(5, MILLIS)).isEqualTo(Swarm.write(5, MILLIS)).isNotEqualTo(Swarm.write(6, MILLIS));
  }

  @Test
  void everyScriptHasEnoughWorkAndKindsOfFault() {
    for (long seed = 0; seed < 300; seed++) {
      Script script = Swarm.write(seed, MILLIS);
      assertThat(script.works()).as("work of seed %d", seed).isGreaterThanOrEqualTo(300);
      assertThat(script.kindsOfFault()).as("faults of seed %d", seed).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void fewerNodesThanWLoseWhatTheyAcknowledged() {
    for (long seed = 0; seed < 300; seed++) {
      Script script = Swarm.write(seed, MILLIS);
      var victims = new TreeSet<String>();
      script.deeds().stream().filter(deed -> deed.act().isDestructive()
          || script.setting().isAsync() && deed.act() == Act.CRASH).forEach(deed -> victims.add(deed.word(0)));
      assertThat(victims).as("victims of seed %d", seed).hasSizeLessThan(script.setting().w());
    }
  }

  @Test
  void everyActIsPartOfSomeScript() {
    var missing = EnumSet.allOf(Act.class);
    for (long seed = 0; seed < 300; seed++) {
      Swarm.write(seed, MILLIS).deeds().forEach(deed -> missing.remove(deed.act()));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyKindOfMessageThatNodesSendIsCutInSomeScript() {
    List<Class<?>> ofPeople = List.of(Request.ListKeys.class, Request.ListBuckets.class, Request.FollowView.class,
        Request.ShowStatus.class, Request.ShowRepair.class, Request.BeginScrub.class, Request.BeginBackup.class,
        Request.ShowBackup.class, Request.ReadEvents.class);
    var kinds = new TreeSet<String>();
    Stream.of(Request.class.getPermittedSubclasses()).filter(kind -> !ofPeople.contains(kind))
        .forEach(kind -> kinds.add(kind.getSimpleName()));
    var cut = new TreeSet<String>();
    for (long seed = 0; seed < 300; seed++) {
      Swarm.write(seed, MILLIS).deeds().stream().filter(deed -> deed.act() == Act.CUTKIND).forEach(deed -> cut.add(deed.word(2)));
    }
    assertThat(cut).isEqualTo(kinds);
  }
}
