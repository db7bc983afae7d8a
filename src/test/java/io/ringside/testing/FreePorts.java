package io.ringside.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds ports on 127.0.0.1 that nobody uses at the moment. */
public final class FreePorts {
  private static final int ATTEMPTS = 1000;

  private FreePorts() {}

  /** A port that is free and has the one {@code offset} above it free too. */
  public static int withFreeAbove(int offset) {
    for (int i = 0; i < ATTEMPTS; i++) {
      try (ServerSocket low = listen(0)) {
        int high = low.getLocalPort() + offset;
        if (high <= 65_535) {
          listen(high).close();
          return low.getLocalPort();
        }
      } catch (IOException taken) {
        continue;
      }
    }
    throw new IllegalStateException("Found no two free ports " + offset + " apart");
  }

  /** A roster {@code n1=127.0.0.1:port,n2=…} on free ports, for {@code cluster.members}. */
  public static String roster(int nodes, int joinPortOffset) {
    return IntStream.rangeClosed(1, nodes)
        .mapToObj(i -> "n" + i + "=127.0.0.1:" + withFreeAbove(joinPortOffset))
        .collect(Collectors.joining(","));
  }

  /** Holds a port until it is closed. */
  public static ServerSocket hold(int port) {
    try {
      return listen(port);
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
  }
}
