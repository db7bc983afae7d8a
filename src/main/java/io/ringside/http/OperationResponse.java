package io.ringside.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.operation.OperationCodec;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;

/** What came back for an operation. Immutable. */
record OperationResponse(int status, String contentType, Bytes body) {
  /**
   * The operation's answer.
   *
   * @throws OperationFailure if it says that there is none
   */
  Object answer() {
    if (!BinaryAnswer.TYPE.equals(contentType)) {
      throw failure();
    }
    try {
      return OperationCodec.decodeAnswer(body);
    } catch (MalformedBytes foreign) {
      throw new OperationFailure(Kind.REFUSED, "the answer cannot be read: " + foreign.getMessage(),
          "is the node of another version?", Effect.UNKNOWN, 0);
    }
  }

  /** A refusal before the operation was begun, or the word of something between here and the node. */
  private OperationFailure failure() {
    Kind kind = switch (status) {
      case 400, 405, 406, 415 -> Kind.INVALID;
      case 413, 414, 431 -> Kind.TOO_LARGE;
      case 429, 503 -> Kind.OVERLOADED;
      case 408, 502, 504 -> Kind.UNREACHABLE;
      default -> Kind.REFUSED;
    };
    Effect effect = status < 500 || status == 503 ? Effect.NOT_APPLIED : Effect.UNKNOWN;
    JsonNode said = Json.read(body);
    String reason = said.path("reason").asText("HTTP status " + status);
    return new OperationFailure(kind, reason, said.path("hint").asText(""), effect, 0);
  }
}
