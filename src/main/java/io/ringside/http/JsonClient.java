package io.ringside.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks nodes for what they say of themselves, in JSON. It blocks: call it off every event loop. Safe for any number of
 * threads.
 */
public final class JsonClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Duration limit;

  /** {@code limit} is for a whole answer, not only for its beginning, which is all that a timeout of Java's own client covers. */
  public JsonClient(Duration limit) {
    this.limit = limit;
  }

  /** What a node said. */
  public record Answer(int status, JsonNode body) {
  }

  /**
   * Throws {@link IOException} if nobody is there, or has not answered in time, or speaks no JSON and so is no node, or this
   * thread was interrupted.
   */
  public Answer get(String url) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url)).build());
  }

  /** As {@link #get}, with nothing in the body. */
  public Answer post(String url) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.noBody()).build());
  }

  private Answer send(HttpRequest request) throws IOException {
    var sent = http.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      HttpResponse<byte[]> response = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), json(response.body()));
    } catch (TimeoutException silent) {
      sent.cancel(true);
      throw new IOException("no answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException known ? known : new IOException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }

  private static JsonNode json(byte[] body) throws IOException {
    try {
      JsonNode json = JSON.readTree(body);
      if (!json.isMissingNode()) {
        return json;
      }
    } catch (JsonProcessingException foreign) {
      // said below, in fewer words than a parser has
    }
    throw new IOException("what answers there speaks no JSON, so it is no node");
  }
}
