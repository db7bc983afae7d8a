package io.ringside.message;

import io.ringside.Bytes;
import io.ringside.MalformedBytes;

/**
 * The bytes of every request and every answer, the same in both worlds. Bytes that it did not write end in {@link MalformedBytes}.
 */
public final class MessageCodec {
  private MessageCodec() {}

  public static Bytes encode(Request<?> request) {
    return RequestCodec.encode(request);
  }

  public static Request<?> decodeRequest(Bytes bytes) {
    return RequestCodec.decode(bytes);
  }

  /** The answer to a request; it is one of the types that {@link Peer} names. */
  public static Bytes encodeAnswer(Object answer) {
    return AnswerCodec.encode(answer);
  }

  /** A no. Silence has no bytes: {@link Failure.Unreachable} is what the asker makes of it. */
  public static Bytes encodeFailure(Failure failure) {
    return AnswerCodec.encodeFailure(failure);
  }

  /**
   * The answer in these bytes.
   *
   * @throws Failure the no in these bytes
   */
  public static Object decodeAnswer(Bytes bytes) {
    return AnswerCodec.decode(bytes);
  }
}
