package io.ringside.explore;

import io.ringside.NodeId;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Version;
import java.util.stream.Collectors;

/** What a client does and hears, in the words of a trace. */
final class Telling {
  private Telling() {}

  /** {@code put key-0 = "c2-6913" over {n1:2}, at n4}. */
  static String asked(Operation<?> operation, NodeId node) {
    String at = ", at " + node;
    if (operation instanceof Operation.Put put) {
      String condition = put.onlyIfAbsent() ? " if there is nothing" : over(put.context());
      return "put " + put.key() + " = \"" + put.content().body().utf8() + "\"" + condition + at;
    }
    if (operation instanceof Operation.Delete delete) {
      return "delete " + delete.key() + over(delete.context()) + at;
    }
    boolean mends = operation.options().repair() == Options.Repair.BLOCKING;
    return "get " + operation.key() + (mends ? ", mended first" : "") + at;
  }

  /** {@code get}, {@code put} or {@code delete}. */
  static String verb(Operation<?> operation) {
    return operation instanceof Operation.Put ? "put" : operation instanceof Operation.Delete ? "delete" : "get";
  }

  private static String over(CausalContext context) {
    return context.equals(CausalContext.EMPTY) ? "" : " over " + context;
  }

  static String answered(Object answer) {
    return answer instanceof Found found ? read(found) : "answered: ok " + ((Written) answer).dot();
  }

  /** {@code read: "a" (n1:3) beside "b" (n2:1)}. */
  private static String read(Found found) {
    return found.siblings().versions().isEmpty() ? "read: nothing" : found.siblings().versions().entrySet().stream()
        .map(one -> value(one.getValue()) + " (" + one.getKey() + ")").collect(Collectors.joining(" beside ", "read: ", ""));
  }

  private static String value(Version version) {
    return version.content().map(content -> "\"" + content.body().utf8() + "\"").orElse("deleted");
  }

  /** Whether it happened all the same is what a client has to live with. */
  static String failed(Throwable failure) {
    return "failed: " + failure.getMessage() + (isCertain(failure) ? " (did not happen)" : " (unknown: it may have happened)");
  }

  private static boolean isCertain(Throwable failure) {
    return failure instanceof OperationFailure known && known.effect() == Effect.NOT_APPLIED;
  }

  /** {@code ok}, {@code failed} or {@code unknown}; null has not failed. */
  static String outcome(Throwable failure) {
    return failure == null ? "ok" : isCertain(failure) ? "failed" : "unknown";
  }
}
