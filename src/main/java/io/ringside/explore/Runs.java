package io.ringside.explore;

import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import java.util.Optional;
import java.util.function.Consumer;

/** What people do with one run: write it out, play it, read it, shrink it. A script travels as text. */
public final class Runs {
  /** Operations that clients begin per virtual second in a {@link #steadyScript}. */
  public static final int STEADY_OPERATIONS = 50;

  private Runs() {}

  /** The script of a seed, with {@code seconds} of virtual time under load and faults. */
  public static String script(long seed, int seconds) {
    return ScriptText.write(Swarm.write(seed, seconds * 1000L));
  }

  /** The script of five nodes under steady work, without any fault: what the simulator's speed is measured by. */
  public static String steadyScript(long seed, int seconds) {
    return ScriptText.write(SteadyLoad.write(seed, seconds * 1000L, STEADY_OPERATIONS));
  }

  /**
   * Plays a script; throws {@link MalformedScript} if it cannot be played.
   *
   * @param lines is shown everything that happens, in words; null if nobody reads it
   */
  public static Report play(String script, Consumer<String> lines) {
    return Simulator.run(ScriptText.read(script), Wiring.PLAIN, new TraceHash(lines));
  }

  /** A script that people can read, and what it still violates. */
  public record Shrunk(String script, String invariant, int runs) {}

  /** The smallest script found that violates what this one does; empty if this one violates nothing. */
  public static Optional<Shrunk> shrink(String script, Consumer<String> progress) {
    return Shrinker.shrink(ScriptText.read(script), () -> Wiring.PLAIN, progress)
        .map(shrunk -> new Shrunk(ScriptText.write(shrunk.script()), shrunk.invariant(), shrunk.runs()));
  }
}
