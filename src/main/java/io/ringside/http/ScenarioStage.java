package io.ringside.http;

import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;

/** Where scenarios are played. What happens on it is told as {@code note} events in the event log. */
public interface ScenarioStage {
  /** What a visitor chooses from: a name for the path, a title, and the scenario itself. */
  record Listed(String name, String title, String text) {}

  /** A stage without scenarios. */
  ScenarioStage EMPTY = new ScenarioStage() {
    @Override
    public List<Listed> listed() {
      return Collections.emptyList();
    }

    @Override
    public Future<String> start(String name) {
      return Future.failedFuture(new IllegalArgumentException("there is no scenario " + name));
    }
  };

  List<Listed> listed();

  /**
   * Begins to play a listed scenario. Completes with the run's name as soon as it plays, or fails with an
   * {@link IllegalStateException} if it cannot now, because another one is being played.
   */
  Future<String> start(String name);
}
