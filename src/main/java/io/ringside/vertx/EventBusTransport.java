package io.ringside.vertx;

import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.message.Failure;
import io.ringside.message.MessageCodec;
import io.ringside.message.Request;
import io.vertx.core.Future;

/** Carries requests to replicas over the event bus. Anybody may send; the answer comes on the sender's context. */
public final class EventBusTransport implements Transport {
  private final Channel channel;

  EventBusTransport(Channel channel) {
    this.channel = channel;
  }

  @Override
  public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
    return channel.ask(BusAddress.replica(to), MessageCodec.encode(request), limitMillis).map(EventBusTransport::<R>answerIn);
  }

  /** The request's type says what its answer is; a peer that answers something else has a bug, which the caller's cast shows. */
  @SuppressWarnings("unchecked")
  private static <R> R answerIn(Bytes answer) {
    try {
      return (R) MessageCodec.decodeAnswer(answer);
    } catch (MalformedBytes malformed) {
      throw new Failure.Refused("an answer that is none: " + malformed.getMessage());
    }
  }
}
