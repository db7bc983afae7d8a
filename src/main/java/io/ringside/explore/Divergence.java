package io.ringside.explore;

import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where two runs of one script part: something hidden decides. Immutable.
 *
 * @param position of the first thing that differs
 * @param first what happened there in one run
 * @param second what happened there in the other
 */
public record Divergence(long position, String first, String second) {
  private static final String NOTHING = "(nothing more)";

  /** Plays it twice, which takes memory for both traces; null if both are equal this time. */
  static Divergence locate(Script script, Supplier<Wiring> wiring) {
    List<String> one = linesOf(script, wiring.get());
    List<String> other = linesOf(script, wiring.get());
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      String here = i < one.size() ? one.get(i) : NOTHING;
      String there = i < other.size() ? other.get(i) : NOTHING;
      if (!here.equals(there)) {
        return new Divergence(i, here, there);
      }
    }
    return null;
  }

  private static List<String> linesOf(Script script, Wiring wiring) {
    var lines = new ArrayList<String>();
    Simulator.run(script, wiring, new TraceHash(lines::add));
    return lines;
  }
}
