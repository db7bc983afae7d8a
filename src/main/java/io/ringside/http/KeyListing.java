package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.message.Names;
import io.ringside.message.Request;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Merges the sorted lists of all nodes into one, page by page. A node that stays silent once is not asked again in this listing.
 */
final class KeyListing {
  /*
   * Each round asks every node for its next names. A node that has more of them says nothing about what lies behind the place
   * where it stopped, so the merged list is certain only up to the first of these places: that is how far the round goes. All
   * must agree on what "behind" means, so the order is the nodes' own.
   */
  private final Nodes nodes;
  private final Comparator<String> order;
  private final BiFunction<String, Integer, Request<Names>> request;
  private final SortedSet<NodeId> answering;
  private String after;

  private KeyListing(Nodes nodes, String after, Comparator<String> order, BiFunction<String, Integer, Request<Names>> request) {
    this.nodes = nodes;
    this.after = after;
    this.order = order;
    this.request = request;
    this.answering = new TreeSet<>(nodes.members());
  }

  static KeyListing ofBuckets(Nodes nodes) {
    return new KeyListing(nodes, "", StoreKeys.BUCKET_ORDER, Request.ListBuckets::new);
  }

  static KeyListing ofKeys(Nodes nodes, String bucket, String prefix, String after) {
    return new KeyListing(
        nodes, after, StoreKeys.KEY_ORDER, (from, limit) -> new Request.ListKeys(bucket, prefix, from, limit));
  }

  /** How many nodes were silent so far. */
  int silent() {
    return nodes.members().size() - answering.size();
  }

  /** Completes with the next names, at most {@code limit}, and perhaps none though others follow. */
  Future<Names> next(int limit) {
    return nodes.askAll(List.copyOf(answering), request.apply(after, limit)).map(replies -> {
      replies.stream().filter(reply -> !reply.isReachable()).forEach(reply -> answering.remove(reply.node()));
      Names merged = merge(replies.stream().flatMap(reply -> reply.answer().stream()).toList(), limit);
      after = merged.next().orElse(after);
      return merged;
    });
  }

  private Names merge(Collection<Names> lists, int limit) {
    var merged = new TreeSet<>(order);
    lists.forEach(list -> merged.addAll(list.names()));
    Optional<String> horizon = lists.stream().flatMap(list -> list.next().stream()).min(order);
    SortedSet<String> certain = horizon.<SortedSet<String>>map(last -> merged.headSet(last, true)).orElse(merged);
    List<String> page = certain.stream().limit(limit).toList();
    return new Names(page, page.size() < certain.size() ? Optional.of(page.get(limit - 1)) : horizon);
  }
}
