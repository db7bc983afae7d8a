package io.ringside.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.scenario.Narrator;
import io.ringside.scenario.ScenarioResult;
import io.ringside.scenario.StepResult;
import java.io.PrintWriter;

/** Tells a scenario to a script: one JSON object per step as it ends, and one for the verdict. */
final class JsonNarrator implements Narrator {
  private final PrintWriter out;

  JsonNarrator(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void ends(StepResult result) {
    ObjectNode json = object()
        .put("line", result.step().line())
        .put("step", result.step().text())
        .put("ok", result.ok())
        .put("tookMillis", result.tookMillis());
    result.details().forEach(json.withArray("details")::add);
    out.println(json);
    out.flush();
  }

  @Override
  public void over(ScenarioResult result) {
    ObjectNode json = object().put("scenario", result.scenario().name()).put("ok", result.ok());
    var failures = json.putArray("failures");
    result.failures().forEach(failures::add);
    out.println(json);
    out.flush();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
