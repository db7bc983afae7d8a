package io.ringside.http;

import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** Siblings as {@code multipart/mixed} (RFC 2046): one part per version, each under its own headers; a tombstone has no body. */
record Multipart(String boundary, Buffer body) {
  static final String TYPE = "multipart/mixed";

  String contentType() {
    return TYPE + "; boundary=" + boundary;
  }

  static Multipart of(Siblings siblings) {
    String boundary = freeBoundary(siblings.versions());
    Buffer body = Buffer.buffer();
    siblings.versions().forEach((dot, version) -> append(body, boundary, dot, version));
    return new Multipart(boundary, body.appendString("--" + boundary + "--\r\n"));
  }

  private static void append(Buffer body, String boundary, Dot dot, Version version) {
    body.appendString("--" + boundary + "\r\n");
    VersionHeaders.of(dot, version).forEach((name, value) -> body.appendString(name + ": " + value + "\r\n"));
    if (version.isTombstone()) {
      body.appendString("X-Deleted: true\r\n");
    }
    body.appendString("\r\n");
    version.content().ifPresent(content -> body.appendBytes(content.body().array()));
    body.appendString("\r\n");
  }

  /** A boundary that no value contains. */
  private static String freeBoundary(SortedMap<Dot, Version> versions) {
    for (int i = 0; ; i++) {
      String boundary = "ringside-" + i;
      if (versions.values().stream().noneMatch(version -> contains(version, boundary))) {
        return boundary;
      }
    }
  }

  private static boolean contains(Version version, String boundary) {
    return version.content()
        .map(content -> new String(content.body().array(), StandardCharsets.ISO_8859_1).contains(boundary))
        .orElse(false);
  }
}
