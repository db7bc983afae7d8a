package io.ringside.vertx;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a second process from running a node of the same name. It blocks. */
final class Namesake {
  /*
   * Answers to a node go where the roster says it listens. A second process of the name, elsewhere, would never hear one, while
   * the first would take them for answers to its own questions. So nobody could tell the second by a message of ours, and this one
   * time Hazelcast's list is believed: who joined it before, under the same name?
   *
   * A node that crashed and starts again must not find itself there. From the same address Hazelcast drops the old entry when
   * the new one joins; and an entry whose port nobody answers is waited for, since it is about to go. A process that hangs is
   * alive: its port still answers.
   */
  private static final Logger LOG = LoggerFactory.getLogger(Namesake.class);

  /** Somewhat longer than Hazelcast takes to drop a member that is silent. */
  private static final long LIMIT_MILLIS = 20_000;
  private static final long LOOK_MILLIS = 250;
  private static final int CONNECT_MILLIS = 1000;

  private Namesake() {}

  /** Throws {@link NameInUse} if an older member of this name is alive. */
  static void check(HazelcastInstance hazelcast, String name) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    Optional<Member> older = older(hazelcast, name);
    while (older.isPresent()) {
      if (answers(older.get())) {
        throw new NameInUse("a node named " + name + " is alive at " + older.get().getAddress());
      }
      if (System.nanoTime() > until) {
        LOG.warn("{} was seen at {}, where nobody answers; it is taken for dead", name, older.get().getAddress());
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
      older = older(hazelcast, name);
    }
  }

  /** Members come in the order in which they joined; of two that start together, the first stays. */
  private static Optional<Member> older(HazelcastInstance hazelcast, String name) {
    return hazelcast.getCluster().getMembers().stream()
        .takeWhile(member -> !member.localMember())
        .filter(member -> name.equals(member.getAttribute(HazelcastSettings.NODE_ID_ATTRIBUTE)))
        .findFirst();
  }

  private static boolean answers(Member member) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(member.getAddress().getHost(), member.getAddress().getPort()), CONNECT_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }
}
