package io.ringside.museum;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.operation.Found;
import io.ringside.operation.Options;
import io.ringside.version.CausalContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.Random;

/**
 * Clients that read, write, change and delete two keys at random, while nodes crash, are cut off and come back: a visit for bugs
 * that need no director.
 */
final class Crowd implements Visit {
  private static final int CLIENTS = 4;
  private static final int LOAD_MILLIS = 2_500;
  private static final int MOST_PAUSE_MILLIS = 80;
  private static final int MOST_CALM_MILLIS = 600;

  /** More than any operation takes. */
  private static final int SETTLE_MILLIS = 5_000;

  @Override
  public void happen(Scene scene) {
    new Run(scene).play();
  }

  /** One visit of the crowd. */
  private static final class Run {
    private final Scene scene;
    private final Random random;
    private final List<Key> keys;
    private boolean over;

    private Run(Scene scene) {
      this.scene = scene;
      this.random = scene.random();
      this.keys = List.of(scene.key(), Key.of(scene.key().name() + "-too"));
    }

    private void play() {
      List<NodeId> nodes = scene.cluster().nodes();
      for (int i = 0; i < CLIENTS; i++) {
        goOn(scene.at(nodes.get(i % nodes.size())));
      }
      planFault();
      scene.passes(LOAD_MILLIS);
      over = true;
      scene.passes(SETTLE_MILLIS);
    }

    private void goOn(Visitor visitor) {
      scene.cluster().world().after(1 + random.nextInt(MOST_PAUSE_MILLIS), () -> {
        if (!over) {
          oneStep(visitor).onComplete(done -> goOn(visitor));
        }
      });
    }

    private Future<?> oneStep(Visitor visitor) {
      Key key = keys.get(random.nextInt(keys.size()));
      int die = random.nextInt(10);
      if (die < 2) {
        return visitor.get(key, Options.DEFAULTS, false);
      }
      if (die < 4) {
        return visitor.beginPut(key, CausalContext.EMPTY, Options.DEFAULTS, false);
      }
      return visitor.get(key, Options.DEFAULTS, false).map(Found::context).compose(seen -> die < 9
          ? visitor.beginPut(key, seen, Options.DEFAULTS, false)
          : visitor.beginDelete(key, seen));
    }

    private void planFault() {
      scene.cluster().world().after(1 + random.nextInt(MOST_CALM_MILLIS), () -> {
        if (!over) {
          oneFault();
          planFault();
        }
      });
    }

    private void oneFault() {
      List<NodeId> nodes = scene.cluster().nodes();
      NodeId node = nodes.get(random.nextInt(nodes.size()));
      switch (random.nextInt(3)) {
        case 0 -> crashOrRestart(node);
        case 1 -> scene.cutOff(node, nodes.get(random.nextInt(nodes.size())));
        default -> scene.heal();
      }
    }

    private void crashOrRestart(NodeId node) {
      if (scene.cluster().isUp(node)) {
        scene.crash(node);
      } else {
        scene.beginRestart(node);
      }
    }
  }
}
