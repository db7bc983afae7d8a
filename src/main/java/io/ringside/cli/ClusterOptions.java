package io.ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringside.client.Client;
import io.ringside.http.HttpRingside;
import io.ringside.http.JsonClient;
import io.ringside.operation.OperationFailure;
import io.ringside.version.ContextToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flag {@code --at} of every command that talks to a running cluster, and how it talks. */
final class ClusterOptions {
  private static final String VARIABLE = "RINGSIDE_AT";
  private static final String USUAL = "http://127.0.0.1:8098";
  private static final JsonClient HTTP = new JsonClient(Duration.ofSeconds(10));

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--at", paramLabel = "URL", split = ",",
      description = "Nodes to talk to, one after the other until one answers (default: $RINGSIDE_AT or http://127.0.0.1:8098).")
  private List<String> addresses;

  /** Carries out operations and waits for them; throws a {@link CommandFailure} with the exit code that fits. */
  <R> R ask(Function<Client, Future<R>> operations) {
    try {
      return with(client -> operations.apply(client).await());
    } catch (OperationFailure failure) {
      throw new CommandFailure(exitCode(failure), said(failure), failure.hint());
    }
  }

  /** Does work, which may block, with a client that is there as long as it lasts. */
  <R> R with(Function<Client, R> work) {
    Vertx vertx = Vertx.vertx();
    try {
      return work.apply(new HttpRingside(vertx, urls()));
    } finally {
      vertx.close().await();
    }
  }

  private static String said(OperationFailure failure) {
    boolean open = failure.effect() == OperationFailure.Effect.UNKNOWN;
    return failure.getMessage() + (open ? "; the write may be visible now, later, or never" : "");
  }

  private static int exitCode(OperationFailure failure) {
    return switch (failure.kind()) {
      case INVALID, TOO_LARGE, PRECONDITION_FAILED -> ExitCode.USAGE;
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case QUORUM_MISSED, CANNOT_TELL, OVERLOADED, UNREACHABLE -> ExitCode.DEGRADED;
      case REFUSED -> ExitCode.INTERNAL;
    };
  }

  /** Makes and reads context tokens of this cluster. */
  ContextToken tokens() {
    return new ContextToken(json("/cluster/ring").path("cluster").asText());
  }

  /** What the first node that answers says to a GET of this path. */
  JsonNode json(String path) {
    return first(url -> get(url, path));
  }

  /** What the first node that answers says to a POST to this path. */
  JsonNode post(String path) {
    return first(url -> body(HTTP.post(url + path)));
  }

  @FunctionalInterface
  private interface Exchange {
    JsonNode with(String url) throws IOException;
  }

  private JsonNode first(Exchange exchange) {
    var failures = new ArrayList<String>();
    for (String url : urls()) {
      try {
        return exchange.with(url);
      } catch (IOException silent) {
        failures.add(url + " (" + reason(silent) + ")");
      }
    }
    throw new CommandFailure(ExitCode.DEGRADED, "no node answers: " + String.join(", ", failures),
        "is one running there? --at or RINGSIDE_AT says where");
  }

  /** What every node says to a GET of this path, by its address; those that do not answer are left out. */
  SortedMap<String, JsonNode> jsonOfAll(String path) {
    var answers = new TreeMap<String, JsonNode>();
    for (String url : urls()) {
      try {
        answers.put(url, get(url, path));
      } catch (IOException silent) {
        continue;
      }
    }
    return answers;
  }

  private static JsonNode get(String url, String path) throws IOException {
    return body(HTTP.get(url + path));
  }

  private static JsonNode body(JsonClient.Answer answer) {
    if (answer.status() / 100 != 2) {
      throw new CommandFailure(answer.status() < 500 ? ExitCode.USAGE : ExitCode.DEGRADED,
          answer.body().path("reason").asText("HTTP " + answer.status()), answer.body().path("hint").asText(""));
    }
    return answer.body();
  }

  private static String reason(IOException silent) {
    return silent.getMessage() == null ? silent.getClass().getSimpleName() : silent.getMessage();
  }

  private List<String> urls() {
    List<String> given = addresses != null ? addresses : List.of(environment().getOrDefault(VARIABLE, USUAL).split(","));
    return given.stream().map(String::strip).map(ClusterOptions::url).toList();
  }

  private SortedMap<String, String> environment() {
    return ((Main) command.root().userObject()).environment();
  }

  /** {@code 127.0.0.1:8098} means HTTP too. */
  private static String url(String address) {
    String withScheme = address.contains("://") ? address : "http://" + address;
    String url = withScheme.endsWith("/") ? withScheme.substring(0, withScheme.length() - 1) : withScheme;
    try {
      if (!url.toLowerCase(Locale.ROOT).startsWith("http://") || URI.create(url).getHost() == null) {
        throw new IllegalArgumentException("not http");
      }
      return url;
    } catch (IllegalArgumentException malformed) {
      throw new CommandFailure(ExitCode.USAGE, "--at takes addresses like http://127.0.0.1:8098, not '" + address + "'");
    }
  }
}
