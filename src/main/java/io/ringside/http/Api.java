package io.ringside.http;

import io.ringside.version.ContextToken;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** All paths of a node on one screen. Belongs to one event loop. */
final class Api {
  private final Router router;
  private final Routes routes;

  Api(Vertx vertx, Backend backend) {
    var config = backend.config();
    var nodes = new Nodes(config.self(), backend.ring().members(), backend.transport(), config.quorum().replicaTimeoutMillis());
    var guard = new BrowserGuard(config.http().host());
    var room = BodyRoom.of(config.limits());
    var inFlight = new InFlight(config.limits().inFlight());
    router = Router.router(vertx);
    routes = new Routes(router);

    router.route().handler(guard::check).handler(KeyPath::checkPercentSigns).failureHandler(Errors::render);
    router.route(KvRoutes.PREFIX + "*").handler(inFlight::admit);
    router.route(BackupRoutes.RESTORE).handler(inFlight::admit);
    var tokens = new ContextToken(config.cluster().id(), config.limits().tokenDots());
    new KvRoutes(backend, tokens, room).mount(routes);
    new KeysRoutes(nodes, config).mount(routes);
    new ClusterRoutes(backend, nodes).mount(routes);
    new EventFeed(vertx, nodes).mount(routes);
    new FaultRoutes(backend, room).mount(routes);
    new ScenarioRoutes(backend, room).mount(routes);
    new LabRoutes(vertx, backend.lab()).mount(routes);
    new RepairRoutes(nodes).mount(routes);
    new BackupRoutes(backend, nodes, room).mount(routes);
    new HealthRoutes(nodes, config, backend.metrics()).mount(routes);
    new Pages().mount(router, routes);
    router.route().handler(ctx -> ctx.fail(Errors.notFound()));
  }

  Router router() {
    return router;
  }

  Routes routes() {
    return routes;
  }
}
