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
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures what those who watch cost a cluster: the same load while nobody reads the feed of events, and while some do. */
public final class FeedCost {
  /*
   * Each slice is a new cluster with an empty directory, whose nodes listen in any case; viewers are shared out among them. Slices take
   * turns, off on on off, so that whatever else the machine does hits both. Viewers read in this JVM too, on an event loop of
   * their own: what they take of the machine counts as cost of the feed, so the true cost is not more than what is measured.
   */
  private final Vertx vertx;
  private final Vertx audience;
  private final Path directory;
  private final int nodes;
  private final int viewers;
  private final Workload workload;
  private final List<String> settings;
  private final Consumer<String> progress;
  private final List<Slice> slices = new ArrayList<>();

  private FeedCost(Vertx vertx, Vertx audience, Path directory, int nodes, int viewers, Workload workload, List<String> settings,
      Consumer<String> progress) {
    this.vertx = vertx;
    this.audience = audience;
    this.directory = directory;
    this.nodes = nodes;
    this.viewers = viewers;
    this.workload = workload;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * One slice.
   *
   * @param viewers how many watched
   * @param events that all of them were told, from the start of the slice to its end
   * @param gaps how often one of them was told that it had missed some
   */
  public record Slice(int viewers, long events, long gaps, Measured measured) {
    /** Reads and updates together. */
    public long operations() {
      return measured.reads().getTotalCount() + measured.updates().getTotalCount();
    }
  }

  /** Completes with all slices in the order in which they were measured: twice as many as rounds, the first without viewers. */
  public static Future<List<Slice>> run(Vertx vertx, Path directory, int nodes, int viewers, int rounds, Workload workload,
      List<String> settings, Consumer<String> progress) {
    Vertx audience = Vertx.vertx();
    var cost = new FeedCost(vertx, audience, directory, nodes, viewers, workload, settings, progress);
    Future<Void> done = Future.succeededFuture();
    for (int round = 0; round < rounds; round++) {
      int first = round % 2 == 0 ? 0 : viewers;
      done = done.compose(before -> cost.measure(first)).compose(before -> cost.measure(viewers - first));
    }
    return done.map(all -> List.copyOf(cost.slices)).eventually(audience::close);
  }

  private Future<Void> measure(int watching) {
    progress.accept(watching + " viewers");
    Path where = directory.resolve("slice-" + slices.size());
    String[] all = Stream.concat(Stream.of("http.port=0"), settings.stream()).toArray(String[]::new);
    return LocalCluster.start(vertx, nodes, where, all)
        .compose(cluster -> measure(cluster, watching).eventually(cluster::stop))
        .compose(measured -> vertx.fileSystem().deleteRecursive(where.toString()));
  }

  private Future<Void> measure(LocalCluster cluster, int watching) {
    List<RingsideNode> running = cluster.members().stream().flatMap(node -> cluster.node(node).stream()).toList();
    List<HttpVerticle> faces = running.stream().map(FeedCost::faceOf).toList();
    List<Client> clients = running.stream().<Client>map(RingsideNode::client).toList();
    return Future.all(faces.stream().map(vertx::deployVerticle).toList()).compose(deployed ->
        watch(faces, watching)
            .compose(readers -> Bench.run(vertx, clients, workload, second -> { })
                .map(measured -> {
                  slices.add(new Slice(watching, readers.stream().mapToLong(FeedReader::events).sum(),
                      readers.stream().mapToLong(FeedReader::gaps).sum(), measured));
                  return measured;
                })
                .eventually(() -> Future.join(readers.stream().map(FeedReader::close).toList())))
            .eventually(() -> Future.join(deployed.<String>list().stream().map(vertx::undeploy).toList()))
            .mapEmpty());
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
