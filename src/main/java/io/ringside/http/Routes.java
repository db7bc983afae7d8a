package io.ringside.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The table of paths and methods. A path with another method answers 405 and says which there are. */
final class Routes {
  private final Router router;
  private final SortedMap<String, SortedSet<String>> documented = new TreeMap<>();

  Routes(Router router) {
    this.router = router;
  }

  /** What {@code /openapi.yaml} must list: methods by path. */
  SortedMap<String, SortedSet<String>> documented() {
    return Collections.unmodifiableSortedMap(documented);
  }

  /** A resource at a path of the router, which the contract knows as one or several templates. */
  Resource at(String path, String... templates) {
    return new Resource(path, templates.length == 0 ? new String[] {path} : templates);
  }

  /** One path and its methods; {@link #done} closes the list. */
  final class Resource {
    private final String path;
    private final String[] templates;
    private final SortedSet<String> methods = new TreeSet<>();

    private Resource(String path, String... templates) {
      this.path = path;
      this.templates = templates;
    }

    /** HEAD comes with GET. */
    Resource get(Function<RoutingContext, Future<?>> answer) {
      add(HttpMethod.HEAD, answer);
      return on(HttpMethod.GET, answer);
    }

    /** An answer that comes bit by bit, to GET only: there is nothing to say of it beforehand. */
    Resource stream(Function<RoutingContext, Future<?>> answer) {
      return on(HttpMethod.GET, answer);
    }

    Resource put(Function<RoutingContext, Future<?>> answer) {
      return on(HttpMethod.PUT, answer);
    }

    Resource post(Function<RoutingContext, Future<?>> answer) {
      return on(HttpMethod.POST, answer);
    }

    Resource delete(Function<RoutingContext, Future<?>> answer) {
      return on(HttpMethod.DELETE, answer);
    }

    private Resource on(HttpMethod method, Function<RoutingContext, Future<?>> answer) {
      add(method, answer);
      for (String template : templates) {
        documented.computeIfAbsent(template, any -> new TreeSet<>()).add(method.name());
      }
      return this;
    }

    private void add(HttpMethod method, Function<RoutingContext, Future<?>> answer) {
      methods.add(method.name());
      Route route = router.route(method, path);
      route.handler(ctx -> run(ctx, answer));
    }

    /** Every other method is not allowed here. */
    void done() {
      String allowed = String.join(", ", methods);
      router.route(path).handler(ctx -> ctx.fail(Refusal
          .of(405, "method_not_allowed", ctx.request().method() + " is not possible here", "possible: " + allowed)
          .with("Allow", allowed)));
    }
  }

  private static void run(RoutingContext ctx, Function<RoutingContext, Future<?>> answer) {
    Future<?> answered;
    try {
      answered = answer.apply(ctx);
    } catch (RuntimeException refused) {
      ctx.fail(refused);
      return;
    }
    answered.onFailure(ctx::fail);
  }
}
