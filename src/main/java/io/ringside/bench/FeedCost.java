package io.ringside.bench;

import io.ringside.client.Client;
import io.ringside.http.Backend;
import io.ringside.http.HttpVerticle;
import io.ringside.vertx.LocalCluster;
import io.ringside.vertx.RingsideNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Measures what those who watch cost a cluster: the same load while nobody reads the feed of events, and while some do. */
public final class FeedCost {
  /*
   * One cluster under one load that never ends; viewers come, are measured, and leave again. Slices take turns, off on on off, so that
   * whatever else happens to machine and cluster hits both. Viewers are shared out among the nodes. They read in this JVM too, on an
   * event loop of their own: what they take of the machine counts as cost of the feed, so the true cost is not more than is measured.
   */

  /** What a viewer is told first is what it has missed; that is over by then. */
  private static final long SETTLE_MILLIS = 1000;

  private final Vertx vertx;
  private final Vertx audience;
  private final int viewers;
  private final Consumer<String> progress;
  private final List<Slice> slices = new ArrayList<>();

  private FeedCost(Vertx vertx, Vertx audience, int viewers, Consumer<String> progress) {
    this.vertx = vertx;
    this.audience = audience;
    this.viewers = viewers;
    this.progress = progress;
  }

  /**
   * One slice.
   *
   * @param watched whether it is one of those that are compared with the others; by nobody, if no viewers are wanted
   * @param events that all of them were told in it, once those who had just come knew what had been before
   * @param gaps how often one of them was told that it had missed some
   */
  public record Slice(boolean watched, long events, long gaps, Measured measured) {
    /** Reads and updates together. */
    public long operations() {
      return measured.reads().getTotalCount() + measured.updates().getTotalCount();
    }
  }

  /** Completes with all slices in the order in which they were measured: twice as many as rounds, the first without viewers. */
  public static Future<List<Slice>> run(Vertx vertx, Path directory, int nodes, int viewers, int rounds, Workload workload,
      List<String> settings, Consumer<String> progress) {
    Vertx audience = Vertx.vertx();
    var cost = new FeedCost(vertx, audience, viewers, progress);
    String[] all = Stream.concat(Stream.of("http.port=0"), settings.stream()).toArray(String[]::new);
    return LocalCluster.start(vertx, nodes, directory.resolve("nodes"), all)
        .compose(cluster -> cost.measure(cluster, rounds, workload).eventually(cluster::stop))
        .map(measured -> List.copyOf(cost.slices))
        .eventually(audience::close);
  }

  private Future<Void> measure(LocalCluster cluster, int rounds, Workload workload) {
    List<RingsideNode> running = cluster.members().stream().flatMap(node -> cluster.node(node).stream()).toList();
    List<HttpVerticle> faces = running.stream().map(FeedCost::faceOf).toList();
    List<Client> clients = running.stream().<Client>map(RingsideNode::client).toList();
    return Future.all(faces.stream().map(vertx::deployVerticle).toList())
        .compose(deployed -> Bench.start(vertx, clients, workload, second -> { })
            .compose(bench -> measure(bench, faces, rounds).eventually(bench::stop))
            .eventually(() -> Future.join(deployed.<String>list().stream().map(vertx::undeploy).toList())));
  }

  private Future<Void> measure(Bench bench, List<HttpVerticle> faces, int rounds) {
    Future<Void> done = Future.succeededFuture();
    for (int round = 0; round < rounds; round++) {
      boolean watchedFirst = round % 2 != 0;
      String said = "round " + (round + 1) + " of " + rounds;
      done = done.onSuccess(before -> progress.accept(said))
          .compose(before -> slice(bench, faces, watchedFirst))
          .compose(before -> slice(bench, faces, !watchedFirst));
    }
    return done;
  }

  private Future<Void> slice(Bench bench, List<HttpVerticle> faces, boolean watched) {
    return watch(faces, watched ? viewers : 0).compose(readers -> vertx.timer(SETTLE_MILLIS, TimeUnit.MILLISECONDS)
        .compose(settled -> {
          long events = sum(readers, FeedReader::events);
          long gaps = sum(readers, FeedReader::gaps);
          return bench.measure().onSuccess(measured -> slices.add(
              new Slice(watched, sum(readers, FeedReader::events) - events, sum(readers, FeedReader::gaps) - gaps, measured)));
        })
        .eventually(() -> Future.join(readers.stream().map(FeedReader::close).toList())))
        .mapEmpty();
  }

  private static long sum(List<FeedReader> readers, ToLongFunction<FeedReader> of) {
    return readers.stream().mapToLong(of).sum();
  }

  private Future<List<FeedReader>> watch(List<HttpVerticle> faces, int watching) {
    var opening = new ArrayList<Future<FeedReader>>();
    for (int i = 0; i < watching; i++) {
      opening.add(FeedReader.open(audience, faces.get(i % faces.size()).port()));
    }
    return Future.all(opening).map(all -> all.<FeedReader>list());
  }

  private static HttpVerticle faceOf(RingsideNode node) {
    return new HttpVerticle(Backend.of(node.config(), "", node.ring(), node.client(), node.transport(), () -> ""));
  }
}
