package io.ringside.rocks;

import org.rocksdb.WALRecoveryMode;

/** How much may be missing from a damaged database that is opened to be read: from nothing to whatever it is, in this order. */
enum Leniency {
  /** Only what was being written when the process died. Blocks of tables are looked at later. */
  NONE(true, WALRecoveryMode.TolerateCorruptedTailRecords),
  /** All writes from some moment on. */
  CUT(true, WALRecoveryMode.PointInTimeRecovery),
  /** Any writes, and whole tables. */
  HOLES(false, WALRecoveryMode.SkipAnyCorruptedRecords);

  private final boolean paranoid;
  private final WALRecoveryMode log;

  Leniency(boolean paranoid, WALRecoveryMode log) {
    this.paranoid = paranoid;
    this.log = log;
  }

  boolean paranoid() {
    return paranoid;
  }

  WALRecoveryMode log() {
    return log;
  }
}
