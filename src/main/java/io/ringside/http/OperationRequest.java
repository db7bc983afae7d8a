package io.ringside.http;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationCodec;
import io.ringside.version.CausalContext;
import io.ringside.version.ContextToken;
import io.ringside.version.RequestId;
import io.vertx.core.http.HttpMethod;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One operation as the HTTP request that means the same. Immutable. */
record OperationRequest(HttpMethod method, String path, SortedMap<String, String> headers, Bytes body, boolean mayRepeat) {
  OperationRequest {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  static OperationRequest of(Operation<?> operation, ContextToken tokens) {
    if (operation instanceof Operation.Get get) {
      String path = path(get.key()) + RequestOptions.query(get.options(), "r", "pr");
      return new OperationRequest(HttpMethod.GET, path, accepting(), Bytes.EMPTY, get.mayRepeat());
    }
    if (operation instanceof Operation.Put put) {
      return put(put, tokens);
    }
    if (operation instanceof Operation.Delete delete) {
      var headers = accepting();
      addWrite(headers, delete.key(), Optional.of(delete.context()), delete.request(), tokens);
      return new OperationRequest(HttpMethod.DELETE, writePath(delete), headers, Bytes.EMPTY, delete.mayRepeat());
    }
    if (operation instanceof Operation.Restore restore) {
      var headers = accepting();
      headers.put("Content-Type", BackupRoutes.OPERATION);
      return new OperationRequest(
          HttpMethod.POST, BackupRoutes.RESTORE, headers, OperationCodec.encode(restore), restore.mayRepeat());
    }
    throw new IllegalArgumentException("HTTP knows no " + operation);
  }

  private static OperationRequest put(Operation.Put put, ContextToken tokens) {
    var headers = accepting();
    Optional<CausalContext> context = put.context().isEmpty() ? Optional.empty() : Optional.of(put.context());
    addWrite(headers, put.key(), context, put.request(), tokens);
    headers.put("Content-Type", put.content().contentType());
    headers.putAll(VersionHeaders.of(put.content().metadata()));
    if (put.onlyIfAbsent()) {
      headers.put("If-None-Match", "*");
    }
    return new OperationRequest(HttpMethod.PUT, writePath(put), headers, put.content().body(), put.mayRepeat());
  }

  private static TreeMap<String, String> accepting() {
    var headers = new TreeMap<String, String>();
    headers.put("Accept", BinaryAnswer.TYPE);
    return headers;
  }

  private static void addWrite(SortedMap<String, String> headers, Key key, Optional<CausalContext> context, RequestId id,
      ContextToken tokens) {
    context.ifPresent(past -> headers.put(KvRoutes.CONTEXT, tokens.encode(key, past, null)));
    if (!id.isNone()) {
      headers.put(KvRoutes.REQUEST_ID, id.toString());
    }
  }

  private static String writePath(Operation<?> write) {
    return path(write.key()) + RequestOptions.query(write.options(), "w", "pw");
  }

  private static String path(Key key) {
    return KvRoutes.PREFIX + KeyPath.encode(key.bucket()) + "/" + KeyPath.encode(key.name());
  }
}
