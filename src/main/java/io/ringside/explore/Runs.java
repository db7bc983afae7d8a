package io.ringside.explore;

import io.ringside.sim.RunLog;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What people do with one run: write it out, play it, read it, shrink it. A script travels as text. */
public final class Runs {
  /** Operations that clients begin per virtual second in a {@link #steadyScript}. */
  public static final int STEADY_OPERATIONS = 50;

  /** Of a cluster as it is. */
  public static final Supplier<Wiring> PLAIN = () -> Wiring.PLAIN;

  /** For who has a file that is no script. */
  public static final String WHOLE_ONE = ScriptText.WHOLE_ONE;

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
    return play(script, PLAIN, lines);
  }

  /**
   * The same in a cluster that is put together in another way. A run that breaks is a violation.
   *
   * @param wiring of the cluster, made anew for each run: perhaps one with a bug
   */
  public static Report play(String script, Supplier<Wiring> wiring, Consumer<String> lines) {
    return Simulator.runOrBreak(ScriptText.read(script), wiring.get(), new TraceHash(lines));
  }

  /**
   * The same, and its event log is recorded, as docs/events.md describes it.
   *
   * @param lines of the log, one for each thing that happened
   */
  public static Report record(String script, Supplier<Wiring> wiring, RunLog.Origin origin, Consumer<String> lines) {
    return Simulator.record(ScriptText.read(script), wiring.get(), origin, lines);
  }

  /** The same script, which says which build wrote it: another may play it in another way. */
  public static String madeBy(String build, String script) {
    return ScriptText.afterHead("build " + build, script);
  }

  /** The same script with a comment. */
  public static String remarked(String comment, String script) {
    return ScriptText.afterHead("# " + comment, script);
  }

  /** Which build wrote the script, if it says so. */
  public static Optional<String> buildOf(String script) {
    return ScriptText.buildOf(script);
  }

  /** A script that people can read, and what it still violates. */
  public record Shrunk(String script, String invariant, int runs) {}

  /** The smallest script found that violates what this one does; empty if this one violates nothing. */
  public static Optional<Shrunk> shrink(String script, Supplier<Wiring> wiring, Consumer<String> progress) {
    return Shrinker.shrink(ScriptText.read(script), wiring, progress).map(shrunk ->
        new Shrunk(ScriptText.write(shrunk.script()), shrunk.invariant(), shrunk.runs()));
  }
}
