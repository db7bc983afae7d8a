package io.ringside.cli;

import io.ringside.scenario.Action;
import io.ringside.scenario.Narrator;
import io.ringside.scenario.ScenarioResult;
import io.ringside.scenario.StepResult;
import java.io.PrintWriter;

/** Tells a scenario in a terminal: the words, then each step with a sign for how it went, and under it what came of it. */
final class TerminalNarrator implements Narrator {
  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final int WIDTH = 96;

  private final PrintWriter out;
  private final boolean colours;

  TerminalNarrator(PrintWriter out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  @Override
  public void ends(StepResult result) {
    if (result.step().action() instanceof Action.Say say) {
      out.println();
      wrap(say.words());
    } else {
      out.println("  " + sign(result.ok()) + " " + result.step().text());
      result.details().forEach(detail -> out.println("      " + painted(result.ok() ? DIM : RED, detail)));
    }
    out.flush();
  }

  private void wrap(String words) {
    var line = new StringBuilder();
    for (String word : words.split(" ")) {
      if (line.length() + word.length() > WIDTH) {
        out.println(painted(BOLD, line.toString().stripTrailing()));
        line.setLength(0);
      }
      line.append(word).append(' ');
    }
    out.println(painted(BOLD, line.toString().stripTrailing()));
  }

  @Override
  public void over(ScenarioResult result) {
    out.println();
    out.println(sign(result.violations().isEmpty()) + " " + result.summary());
    if (result.ok()) {
      out.println(sign(true) + " " + result.scenario().name() + ": all " + result.steps().size()
          + " steps are as they should be");
    } else {
      out.println(sign(false) + " " + result.scenario().name() + ": not as it should be:");
      result.failures().forEach(failure -> out.println("    " + failure));
    }
    out.flush();
  }

  private String sign(boolean ok) {
    return ok ? painted(GREEN, "✓") : painted(RED, "✗");
  }

  private String painted(String colour, String text) {
    return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }
}
