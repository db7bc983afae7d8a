package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.check.Linearizability.Result;
import io.ringside.check.Linearizability.Verdict;
import io.ringside.testing.Every;
import io.ringside.version.Actor;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
  private static Result judge(Story story) {
    return Linearizability.judge(story.history(), Linearizability.USUAL_STEPS).get(CART);
  }

  @Test
  void aReadDuringAWriteMayFindTheOldOrTheNew() {
    var story = Story.strict();
    var first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var second = story.put("a", 20, 60, first.answer().context(), dot("n1", 2));
    story.get("b", 30, 40, record(second));
    story.get("c", 25, 50, record(first));
    assertThat(judge(story)).isEqualTo(new Result(Verdict.LINEARIZABLE, ""));
  }

  /** Regular, but not linearizable: the new value was read before the old one. */
  @Test
  void readsThatGoBackDuringAWriteAreFound() {
    var story = Story.strict();
    var first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var second = story.put("a", 20, 60, first.answer().context(), dot("n1", 2));
    story.get("b", 30, 35, record(second));
    var back = story.get("c", 40, 50, record(first));
    assertThat(StrictQuorums.regular(story.history(), new Reapings())).isEmpty();
    assertThat(judge(story).verdict()).isEqualTo(Verdict.NOT_LINEARIZABLE);
    assertThat(judge(story).reason()).contains(back.toString());
  }

  @Test
  void aStaleReadIsFound() {
    var story = Story.strict();
    var first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.put("a", 20, 30, first.answer().context(), dot("n1", 2));
    story.get("b", 40, 50, record(first));
    assertThat(judge(story).verdict()).isEqualTo(Verdict.NOT_LINEARIZABLE);
  }

  @Test
  void whatMayHaveExpiredIsNotDecided() {
    var story = Story.strict();
    var put = story.expiringPut("a", 0, 10, 20_000, dot("n1", 1));
    story.get("b", 5_000, 5_010, record(put));
    assertThat(judge(story).verdict()).isEqualTo(Verdict.LINEARIZABLE);
    story.get("b", 30_000, 30_010, expired(put));
    assertThat(judge(story).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(judge(story).reason()).startsWith("values expire, at moments that no client sees; without that no order");
  }

  private static Siblings expired(Attempt put) {
    Version version = version(put);
    return new Siblings(put.answer().context(), new TreeMap<>(Map.of(Story.dotOf(put),
        new Version(version.past(), version.request(), 0, Optional.empty()))));
  }

  @Test
  void siblingsAreNoValueOfARegister() {
    var story = Story.sloppy();
    var one = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var other = story.put("b", 0, 10, NOTHING, dot("n2", 1));
    story.get("c", 20, 30, record(one, other));
    assertThat(judge(story).verdict()).isEqualTo(Verdict.NOT_LINEARIZABLE);
    assertThat(judge(story).reason()).contains("no register");
  }

  @Test
  void aDeleteEmptiesTheRegister() {
    var story = Story.strict();
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var delete = story.delete("a", 20, 30, put.answer().context(), dot("n1", 2));
    story.get("b", 40, 50, record(delete));
    assertThat(judge(story).verdict()).isEqualTo(Verdict.LINEARIZABLE);
    story.get("b", 60, 70, record(put));
    assertThat(judge(story).verdict()).isEqualTo(Verdict.NOT_LINEARIZABLE);
  }

  @Test
  void aWriteOfUnknownOutcomeMayTakeEffectMuchLaterOrNever() {
    var story = Story.strict();
    var unknown = story.unknownPut("a", 0, NOTHING);
    story.get("b", 20, 30, Siblings.NONE);
    assertThat(judge(story).verdict()).isEqualTo(Verdict.LINEARIZABLE);
    var late = Siblings.NONE.put(Actor.of("n1"), version(unknown));
    story.get("b", 5000, 5010, late);
    assertThat(judge(story).verdict()).isEqualTo(Verdict.LINEARIZABLE);
    story.get("b", 6000, 6010, Siblings.NONE);
    assertThat(judge(story).verdict()).isEqualTo(Verdict.NOT_LINEARIZABLE);
  }

  @Test
  void aWriteThatFailedMayNotBeRead() {
    var story = Story.strict();
    var failed = story.failedPut("a", 0, 10, NOTHING);
    story.get("b", 20, 30, Siblings.NONE.put(Actor.of("n1"), version(failed)));
    assertThat(judge(story).verdict()).isEqualTo(Verdict.NOT_LINEARIZABLE);
  }

  @Test
  void beyondItsLimitItSaysThatItDoesNotKnow() {
    var story = Story.strict();
    var first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("b", 20, 30, record(first));
    assertThat(Linearizability.judge(story.history(), 1).get(CART).verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  // against brute force

  /** One operation of a small history: a value is written, or (0 being none) read; {@code to} of a write may be never. */
  private record Op(int from, int to, boolean writes, int value) {}

  /** All histories of up to three operations, each in one of all intervals of three moments: all ways to overlap. */
  @Test
  void itAgreesWithTryingAllOrdersOfAllSmallHistories() {
    var shapes = new ArrayList<Op>();
    for (int from = 0; from < 3; from++) {
      for (int to = from; to < 3; to++) {
        shapes.add(new Op(from, to, true, 0));
        for (int value = 0; value <= 2; value++) {
          shapes.add(new Op(from, to, false, value));
        }
      }
      shapes.add(new Op(from, -1, true, 0));
    }
    long judged = Every.listUpTo(3, shapes).peek(this::compare).count();
    assertThat(judged).isEqualTo(1 + 27 + 27 * 27 + 27 * 27 * 27);
  }

  @Test
  void itAgreesWithTryingAllOrdersOfLargerHistoriesAtRandom() {
    var random = new Random(1);
    for (int run = 0; run < 3000; run++) {
      var ops = new ArrayList<Op>();
      for (int i = 0; i < 6; i++) {
        int from = random.nextInt(8);
        boolean writes = random.nextBoolean();
        int to = writes && random.nextInt(4) == 0 ? -1 : from + random.nextInt(5);
        ops.add(new Op(from, to, writes, random.nextInt(3)));
      }
      compare(ops);
    }
  }

  /** The n-th write writes n; a read of what nobody wrote is left out of both. */
  private void compare(List<Op> raw) {
    var numbered = new ArrayList<Op>();
    int writes = 0;
    for (Op op : raw) {
      numbered.add(op.writes() ? new Op(op.from(), op.to(), true, ++writes) : op);
    }
    int most = writes;
    List<Op> ops = numbered.stream().filter(op -> op.writes() || op.value() <= most).toList();
    boolean right = Every.subset(ops).filter(chosen -> required(chosen) == required(ops))
        .flatMap(Every::order).anyMatch(LinearizabilityTest::isLegal);
    Verdict verdict = ops.isEmpty() ? Verdict.LINEARIZABLE : judge(story(ops)).verdict();
    assertThat(verdict).as("%s", ops).isEqualTo(right ? Verdict.LINEARIZABLE : Verdict.NOT_LINEARIZABLE);
  }

  private static long required(List<Op> ops) {
    return ops.stream().filter(op -> op.to() >= 0).count();
  }

  private static boolean isLegal(List<Op> order) {
    int register = 0;
    for (int i = 0; i < order.size(); i++) {
      for (int j = i + 1; j < order.size(); j++) {
        if (order.get(j).to() >= 0 && order.get(j).to() < order.get(i).from()) {
          return false;
        }
      }
      if (order.get(i).writes()) {
        register = order.get(i).value();
      } else if (order.get(i).value() != register) {
        return false;
      }
    }
    return true;
  }

  private static Story story(List<Op> ops) {
    var story = Story.strict();
    var written = new Attempt[ops.size() + 1];
    for (Op op : ops) {
      if (op.writes()) {
        written[op.value()] = op.to() < 0
            ? story.unknownPut("w", op.from(), NOTHING)
            : story.put("w", op.from(), op.to(), NOTHING, dot("n1", op.value()));
      }
    }
    for (Op op : ops) {
      if (!op.writes()) {
        Siblings found = op.value() == 0
            ? Siblings.NONE
            : Siblings.NONE.put(Actor.of("n1"), version(written[op.value()]));
        story.get("r", op.from(), op.to(), found);
      }
    }
    return story;
  }

  /** Near the worst that is met in practice: many clients at one key, all the time. */
  @Test
  void aLongHistoryOfManyClientsIsDecidedWithinTheLimit() {
    var story = Story.strict();
    Attempt latest = null;
    for (int round = 0; round < 200; round++) {
      long at = round * 10L;
      var before = Optional.ofNullable(latest);
      latest = story.put("writer", at, at + 8, NOTHING, dot("n1", round + 1));
      for (int reader = 0; reader < 5; reader++) {
        Attempt seen = reader % 2 == 0 ? latest : before.orElse(latest);
        long from = reader % 2 == 0 ? at + 5 : at + 1;
        story.get("reader-" + reader, from, from + 3, record(seen));
      }
    }
    assertThat(judge(story).verdict()).isEqualTo(Verdict.LINEARIZABLE);
  }
}
