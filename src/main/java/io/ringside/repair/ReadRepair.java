package io.ringside.repair;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.event.Event;
import io.ringside.message.Ack;
import io.ringside.message.Request;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.List;

/** Sends primaries what a read found that they lack. They merge it: a newer write that they have meanwhile stays. */
public final class ReadRepair {
  private final Env env;
  private final long limitMillis;

  public ReadRepair(Env env, long limitMillis) {
    this.env = env;
    this.limitMillis = limitMillis;
  }

  /** What one primary answered. */
  public record Answer(NodeId from, Siblings siblings) {}

  /** Those whose answer is not the newest. */
  public static List<NodeId> stale(Siblings newest, List<Answer> answers) {
    return answers.stream().filter(answer -> !answer.siblings().equals(newest)).map(Answer::from).toList();
  }

  /**
   * Completes when every stale primary has merged the newest versions; fails, once all have ended, if one of them has not.
   *
   * @param era of the read that found them
   */
  public Future<Void> bringUpToDate(Key key, Siblings newest, List<NodeId> stale, long era) {
    if (env.mishaps().at(Mishap.REPAIR_FORGOTTEN)) {
      return Future.succeededFuture();
    }
    return Future.join(stale.stream().map(node -> send(node, key, newest, era, limitMillis, false)).toList()).mapEmpty();
  }

  /** Completes when a primary has merged what a read is about to answer; fails as it does. */
  public Future<Ack> bring(NodeId node, Key key, Siblings newest, long era, long withinMillis) {
    return send(node, key, newest, era, withinMillis, true);
  }

  private Future<Ack> send(NodeId node, Key key, Siblings newest, long era, long withinMillis, boolean awaited) {
    env.events().emit(new Event.ReadRepaired(key, node, awaited));
    return env.transport().send(node, new Request.Store(key, newest, Request.Store.Reason.READ_REPAIR, era), withinMillis);
  }
}
