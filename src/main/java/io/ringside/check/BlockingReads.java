package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.Dot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * I23: what a read with {@code repair=blocking} has answered, each later read has seen that surely hears an owner which holds it,
 * by whatever client and through whatever node. O(N n log n) in attempts and contexts.
 */
public final class BlockingReads {
  /*
   * h of N owners hold the answer, on disk, before it is given; a later read that hears p of the same N hears one of them if
   * h + p > N. So each N has a floor for each h, of all that was answered with that h or a larger one, and a read is held
   * against the floor of h = N - p + 1.
   *
   * An owner that loses its data may be one of the h. When that was, and of which keys, is not asked: each node that has lost
   * data in the run counts as one h less. What was reaped before a read
   * returned, it need not have seen.
   */
  private final Reapings reapings;
  private final int losers;
  private final List<Violation> violations = new ArrayList<>();
  private final List<Attempt> bound = new ArrayList<>();

  private BlockingReads(Reapings reapings, int losers) {
    this.reapings = reapings;
    this.losers = losers;
  }

  /** @param watch of the same run; one that was shown nothing if nobody saw more than the answers */
  public static BlockingReads of(History history, Watch watch) {
    var reads = new BlockingReads(watch.reapings(), watch.durability().losers());
    history.byKey().forEach(reads::judgeKey);
    return reads;
  }

  /** The reads that had to see what one before them had answered. */
  public List<Attempt> bound() {
    return Collections.unmodifiableList(bound);
  }

  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }

  private void judgeKey(Key key, List<Attempt> ofKey) {
    var answered = new TreeMap<Integer, List<Floor>>();
    Sweep.across(ofKey.stream().filter(Attempt::isOkRead).toList(), ended -> {
      Witnesses witnesses = ended.witnesses();
      if (witnesses.hold()) {
        floors(answered, witnesses.owners()).subList(0, witnesses.holding())
            .forEach(floor -> floor.add(ended.answer().context()));
      }
    }, begins -> {
      int least = begins.witnesses().owners() - begins.witnesses().heard() + losers;
      List<Floor> floors = floors(answered, begins.witnesses().owners());
      if (least < floors.size()) {
        judge(key, begins, floors.get(least), ofKey);
      }
    });
  }

  /** The first is of what one owner holds or more, the last of what all N do. */
  private static List<Floor> floors(TreeMap<Integer, List<Floor>> answered, int owners) {
    return answered.computeIfAbsent(owners, n -> IntStream.range(0, n).mapToObj(holding -> new Floor()).toList());
  }

  private void judge(Key key, Attempt read, Floor floor, List<Attempt> ofKey) {
    if (!floor.isEmpty()) {
      bound.add(read);
    }
    for (Dot missed : floor.missingIn(read.answer().context(), 1, dot -> !reapings.knew(key, dot, read.returnedMicros()))) {
      Attempt before = ofKey.stream().filter(each -> each.isOkRead() && each.returnedMicros() < read.invokedMicros()
          && each.witnesses().areHeardBy(read.witnesses(), losers) && each.answer().context().covers(missed)).findFirst()
          .orElseThrow();
      violations.add(new Violation("I23", read + " went back: it has not seen " + missed + ", which " + before
          + " had; of " + before.witnesses().owners() + " owners " + before.witnesses().holding() + " held that, and "
          + read.witnesses().heard() + " were heard"));
    }
  }
}
