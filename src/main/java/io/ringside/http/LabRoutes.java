package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code /lab}: what quorums promise, by a model and by many runs, and one of these runs as a log. */
final class LabRoutes {
  static final int MAX_RUNS = 1000;

  private static final int USUAL_RUNS = 200;
  private static final long USUAL_SEED = 1;
  private static final SortedSet<String> QUESTION = new TreeSet<>(List.of("model", "w", "a", "r", "s", "n", "rw", "t"));
  private static final SortedSet<String> OF_LOG = with(QUESTION, "seed");
  private static final SortedSet<String> OF_RUNS = with(OF_LOG, "runs");
  private static final String HINT = "for example /lab/runs?model=disk&n=3&rw=1/2&runs=200; GET /lab lists the models";

  private final Vertx vertx;
  private final Optional<QuorumLab> lab;

  LabRoutes(Vertx vertx, Optional<QuorumLab> lab) {
    this.vertx = vertx;
    this.lab = lab;
  }

  private static SortedSet<String> with(SortedSet<String> names, String name) {
    var more = new TreeSet<>(names);
    more.add(name);
    return more;
  }

  void mount(Routes routes) {
    routes.at("/lab").get(this::offered).done();
    routes.at("/lab/runs").stream(this::runs).done();
    routes.at("/lab/log").get(this::log).done();
  }

  private QuorumLab open() {
    return lab.orElseThrow(() -> Refusal.of(404, "no_lab", "this node simulates nothing",
        "ringside demo has a lab; ringside sim physics measures the same in a terminal"));
  }

  private Future<?> offered(RoutingContext ctx) {
    QuorumLab here = open();
    ObjectNode json = Json.object();
    var models = json.putArray("models");
    here.networks().forEach(network -> {
      ObjectNode told = models.addObject().put("name", network.name()).put("title", network.title());
      network.delays().forEach(told.putObject("delays")::put);
    });
    QuorumLab.Bounds bounds = here.bounds();
    json.put("writesPerRun", bounds.writesPerRun()).putObject("most")
        .put("n", bounds.copies()).put("times", bounds.times()).put("runs", MAX_RUNS).put("seconds", LabStream.MAX_SECONDS);
    return Json.send(ctx, 200, json);
  }

  /** Ends when all runs are over, time is up, or nobody listens any more. */
  private Future<?> runs(RoutingContext ctx) {
    QuorumLab here = open();
    MultiMap query = ctx.queryParams();
    RequestOptions.checkNames(query, OF_RUNS);
    int runs = RequestOptions.number(query, "runs", USUAL_RUNS, MAX_RUNS);
    long seed = seed(query);
    return refusing(() -> here.open(question(query))).compose(trial -> new LabStream(vertx, ctx, trial).play(seed, runs));
  }

  /** The same for the same question, seed and build, so a link to it is a link to the run. */
  private Future<?> log(RoutingContext ctx) {
    QuorumLab here = open();
    MultiMap query = ctx.queryParams();
    RequestOptions.checkNames(query, OF_LOG);
    long seed = seed(query);
    return refusing(() -> here.record(question(query), seed)).compose(lines ->
        ctx.response().putHeader("Content-Type", "application/x-ndjson").end(lines));
  }

  private static SortedMap<String, String> question(MultiMap query) {
    var question = new TreeMap<String, String>();
    QUESTION.stream().filter(query::contains).forEach(name -> question.put(name, query.get(name)));
    return question;
  }

  private static long seed(MultiMap query) {
    String seed = query.get("seed");
    try {
      return seed == null ? USUAL_SEED : Long.parseLong(seed);
    } catch (NumberFormatException notANumber) {
      throw Refusal.badRequest("a seed is a whole number, not '" + seed + "'", "for example seed=42");
    }
  }

  /** Whoever asks the impossible is told so, and whoever comes when there is no room. */
  private static <T> Future<T> refusing(Supplier<Future<T>> asked) {
    Future<T> answered;
    try {
      answered = asked.get();
    } catch (IllegalArgumentException impossible) {
      answered = Future.failedFuture(impossible);
    }
    return answered.recover(failure -> Future.failedFuture(
        failure instanceof IllegalArgumentException ? Refusal.badRequest(failure.getMessage(), HINT)
            : failure instanceof IllegalStateException
                ? Refusal.of(503, "lab_busy", failure.getMessage(), "try again in a moment").with("Retry-After", "1")
                : failure));
  }
}
