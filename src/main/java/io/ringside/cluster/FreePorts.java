package io.ringside.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Finds loopback ports that nobody listens on now. Below those that the kernel gives to outgoing connections, so that none of
 * these takes one before its member has bound it. Not safe for more than one thread.
 */
final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 31_500;
  private static final int ATTEMPTS = 1_000;

  private final RandomGenerator random;
  private final SortedSet<Integer> given = new TreeSet<>();

  FreePorts(RandomGenerator random) {
    this.random = random;
  }

  int next() {
    return next(0);
  }

  /** A port that is free, and so is the one at this offset from it. */
  int next(int offset) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = random.nextInt(LOWEST, HIGHEST - offset);
      if (!given.contains(port) && !given.contains(port + offset) && isFree(port) && isFree(port + offset)) {
        given.add(port);
        given.add(port + offset);
        return port;
      }
    }
    throw new ClusterFailure("no free port was found in " + ATTEMPTS + " attempts", "stop what listens on this machine");
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
