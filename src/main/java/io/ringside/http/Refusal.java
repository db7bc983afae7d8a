package io.ringside.http;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A request that is turned down, as its sender will read it. Travels in futures; carries no stack trace. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final String hint;
  private final transient SortedMap<String, String> headers;

  private Refusal(int status, String error, String reason, String hint, SortedMap<String, String> headers) {
    super(reason, null, false, false);
    this.status = status;
    this.error = error;
    this.hint = hint;
    this.headers = headers;
  }

  /** {@code error} is one word for machines, {@code reason} and {@code hint} are sentences for people. */
  static Refusal of(int status, String error, String reason, String hint) {
    return new Refusal(status, error, reason, hint, Collections.emptySortedMap());
  }

  static Refusal badRequest(String reason, String hint) {
    return of(400, "bad_request", reason, hint);
  }

  Refusal with(String header, String value) {
    var more = new TreeMap<>(headers);
    more.put(header, value);
    return new Refusal(status, error, getMessage(), hint, more);
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }

  String hint() {
    return hint;
  }

  SortedMap<String, String> headers() {
    return headers;
  }
}
