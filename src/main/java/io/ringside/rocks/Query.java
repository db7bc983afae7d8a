package io.ringside.rocks;

import org.rocksdb.RocksDBException;

/** Asks the database something that may take long: a page of a scan, or how it is doing. */
final class Query<R> extends Task<R> {
  /** The question itself. */
  @FunctionalInterface
  interface Question<R> {
    R ask(Database database) throws RocksDBException;
  }

  private final Question<R> question;

  Query(Question<R> question) {
    this.question = question;
  }

  void answerFrom(Database database) {
    try {
      succeed(question.ask(database));
    } catch (RocksDBException thrown) {
      fail(Lookup.unavailable(thrown));
    } catch (RuntimeException thrown) {
      fail(thrown);
    }
  }
}
