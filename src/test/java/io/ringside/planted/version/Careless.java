package io.ringside.planted.version;

import io.ringside.planted.ring.Tangled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDB;

/** Does all that protocol code must not. */
public final class Careless {
  private final ReentrantLock lock = new ReentrantLock();

  public Tangled half() {
    return new Tangled();
  }

  long time() {
    return System.currentTimeMillis() + System.nanoTime() + Instant.now().toEpochMilli();
  }

  double chance() {
    Collections.shuffle(new ArrayList<>(List.of(1, 2)));
    return Math.random() + new Random().nextDouble() + ThreadLocalRandom.current().nextDouble() + UUID.randomUUID().hashCode();
  }

  Map<Integer, Integer> hashOrder() {
    new HashSet<>(Set.of(1, 2)).clear();
    return Map.copyOf(new HashMap<>(Map.of(1, 2)));
  }

  synchronized void threads(Future<Integer> future) {
    lock.lock();
    Thread.yield();
    Future.any(future, future.timeout(1, TimeUnit.SECONDS)).onSuccess(any -> lock.unlock());
  }

  Vertx owner() {
    return Vertx.vertx();
  }

  void disk() {
    RocksDB.loadLibrary();
  }
}
