package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Key;
import io.ringside.event.EventJson;
import io.ringside.operation.Explanation;
import io.ringside.operation.Found;
import io.ringside.operation.Written;
import java.util.Locale;

/** What an operation gave, as JSON: the same for those who ask over HTTP and those who ask on a command line. */
public final class OperationJson {
  private OperationJson() {}

  /** {@code token} is the read's context, as the client gives it back. */
  public static ObjectNode of(Key key, Found found, String token) {
    ObjectNode json = Json.object()
        .put("key", key.name())
        .put("bucket", key.bucket())
        .put("kind", found.kind().name().toLowerCase(Locale.ROOT))
        .put("token", token);
    json.setAll(EventJson.siblings(found.siblings(), Integer.MAX_VALUE));
    found.explanation().ifPresent(explanation -> json.set("explanation", of(explanation)));
    return json;
  }

  static ObjectNode of(Key key, Written written, String token) {
    ObjectNode json = Json.object()
        .put("key", key.name())
        .put("bucket", key.bucket())
        .put("dot", written.dot().toString())
        .put("token", token);
    json.set("context", EventJson.context(written.context()));
    written.explanation().ifPresent(explanation -> json.set("explanation", of(explanation)));
    return json;
  }

  static ObjectNode of(Explanation explanation) {
    ObjectNode json = Json.object()
        .put("coordinator", explanation.coordinator().name())
        .put("partition", explanation.partition());
    Json.names(json, "primaries", explanation.primaries());
    Json.names(json, "fallbacks", explanation.fallbacks());
    json.put("quorum", explanation.quorum())
        .put("primaryQuorum", explanation.primaryQuorum())
        .put("tookMillis", explanation.tookMillis());
    var attempts = json.putArray("attempts");
    explanation.attempts().forEach(attempt -> attempts.add(of(attempt)));
    return json;
  }

  private static ObjectNode of(Explanation.Attempt attempt) {
    ObjectNode json = Json.object().put("node", attempt.node().name());
    attempt.standsInFor().ifPresent(primary -> json.put("standsInFor", primary.name()));
    json.put("outcome", attempt.outcome()).put("reason", attempt.reason());
    json.set("context", EventJson.context(attempt.context()));
    return json.put("tookMillis", attempt.tookMillis()).put("counted", attempt.counted()).put("repaired", attempt.repaired());
  }
}
