package io.ringside.repair;

import io.ringside.config.RepairConfig;

/**
 * How many keys are repaired at a time: as many as are done within {@code repair.batchMillis}, so that no client waits long behind
 * them. Where disks, nodes or processors are busy it falls to one. Not safe for more than one thread.
 */
final class BatchSize {
  /*
   * One more after each full batch in time, half after one that was late: as TCP finds its window (Jacobson, SIGCOMM 1988). The
   * only sign of load is how long one's own work takes; that of clients waits in the same queues.
   */
  private final RepairConfig config;
  private int size = 1;

  BatchSize(RepairConfig config) {
    this.config = config;
  }

  int size() {
    return size;
  }

  void took(int keys, long millis) {
    if (millis > config.batchMillis()) {
      size = Math.max(1, size / 2);
    } else if (keys >= size) {
      size = Math.min(config.batchLimit(), size + 1);
    }
  }
}
