package io.ringside.storage;

import io.ringside.message.BackupReport;
import io.vertx.core.Future;

/** Makes copies of all that a store holds, while it goes on. One at a time. */
public interface Backups {
  /** What is kept in memory is carried nowhere. */
  Backups NONE = new Backups() {
    @Override
    public Future<BackupReport> begin(BackupLabel label) {
      return Future.succeededFuture(BackupReport.failed(label.name(), "this node keeps nothing on a disk"));
    }

    @Override
    public BackupReport report() {
      return BackupReport.NONE;
    }
  };

  /**
   * Completes when a backup is begun, or it is clear why not, which the answer says too; {@link #report} tells how it goes on. It
   * will hold all that was acknowledged before. Asked again for the one that is being made, it answers how far that is.
   */
  Future<BackupReport> begin(BackupLabel label);

  /** The one that is being made, or the last one that was begun. */
  BackupReport report();
}
