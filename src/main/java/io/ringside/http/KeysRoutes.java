package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ringside.config.NodeConfig;
import io.ringside.message.Names;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code /keys}: which buckets and keys there are, as far as the nodes that answer know. */
final class KeysRoutes {
  private static final String PREFIX = "/keys/";
  private static final SortedSet<String> PARAMETERS = new TreeSet<>(List.of("prefix", "after", "limit"));
  private static final int MAX_BUCKETS = 10_000;
  private static final int PAGE = 500;

  private final Nodes nodes;
  private final NodeConfig config;

  KeysRoutes(Nodes nodes, NodeConfig config) {
    this.nodes = nodes;
    this.config = config;
  }

  void mount(Routes routes) {
    routes.at("/keys").get(this::buckets).done();
    routes.at(PREFIX + "*", "/keys/{bucket}").stream(this::keys).done();
  }

  private Future<?> buckets(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), new TreeSet<>());
    var listing = KeyListing.ofBuckets(nodes);
    var buckets = new TreeSet<>(StoreKeys.KEY_ORDER);
    return collect(listing, buckets).compose(all -> {
      ObjectNode json = Json.object();
      var names = json.putArray("buckets");
      buckets.forEach(names::add);
      json.put("complete", all && isComplete(listing, config.quorum().w()));
      return Json.send(ctx, 200, json);
    });
  }

  /** Completes when the listing has come to its end, with true, or to the limit. */
  private static Future<Boolean> collect(KeyListing listing, SortedSet<String> buckets) {
    return listing.next(MAX_BUCKETS - buckets.size()).compose(names -> {
      buckets.addAll(names.names());
      return names.more() && buckets.size() < MAX_BUCKETS
          ? collect(listing, buckets)
          : Future.succeededFuture(!names.more());
    });
  }

  private Future<?> keys(RoutingContext ctx) {
    String bucket = KeyPath.parseName("bucket", ctx.request().path(), PREFIX, config.limits());
    RequestOptions.checkNames(ctx.queryParams(), PARAMETERS);
    String prefix = ctx.queryParams().contains("prefix") ? ctx.queryParams().get("prefix") : "";
    String after = ctx.queryParams().contains("after") ? ctx.queryParams().get("after") : "";
    int limit = RequestOptions.number(ctx.queryParams(), "limit", Integer.MAX_VALUE, Integer.MAX_VALUE);
    return new Stream(ctx, bucket, KeyListing.ofKeys(nodes, bucket, prefix, after), limit).start();
  }

  /** Each acknowledged write is at W nodes: with fewer of them silent, somebody who has it has answered. */
  private static boolean isComplete(KeyListing listing, int w) {
    return listing.silent() < w;
  }

  /** One listing on its way to one client: the next page is asked for when the last one has been taken. */
  private final class Stream {
    private final RoutingContext ctx;
    private final String bucket;
    private final KeyListing listing;
    private final Promise<Void> sent = Promise.promise();
    private int left;
    private boolean first = true;

    private Stream(RoutingContext ctx, String bucket, KeyListing listing, int limit) {
      this.ctx = ctx;
      this.bucket = bucket;
      this.listing = listing;
      this.left = limit;
    }

    private Future<Void> start() {
      ctx.response().closeHandler(gone -> sent.tryFail("the client is gone"));
      round();
      return sent.future();
    }

    private void round() {
      listing.next(Math.min(left, PAGE)).onSuccess(this::write).onFailure(sent::tryFail);
    }

    private void write(Names names) {
      HttpServerResponse response = ctx.response();
      if (sent.future().isComplete()) {
        return;
      }
      String text = text(names);
      left -= names.names().size();
      if (names.more() && left > 0) {
        response.write(text).onSuccess(taken -> round()).onFailure(sent::tryFail);
      } else {
        response.end(text + closing(names.next())).onComplete(sent);
      }
    }

    private String text(Names names) {
      var text = new StringBuilder();
      if (!ctx.response().headWritten()) {
        ctx.response().setChunked(true).putHeader("Content-Type", Json.TYPE);
        text.append("{\"bucket\":").append(TextNode.valueOf(bucket)).append(",\"keys\":[");
      }
      for (String name : names.names()) {
        text.append(first ? "" : ",").append(TextNode.valueOf(name));
        first = false;
      }
      return text.toString();
    }

    private String closing(Optional<String> next) {
      String resume = next.map(name -> ",\"next\":" + TextNode.valueOf(name)).orElse("");
      return "],\"more\":" + next.isPresent() + resume + ",\"complete\":" + isComplete(listing, config.bucket(bucket).w()) + "}";
    }
  }
}
