package io.ringside.http;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.message.Names;
import io.ringside.message.Request;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Merges the sorted lists of all nodes into one, page by page. A node that stays silent once is not asked again in this listing.
 */
final class KeyListing {
  /*
   * Each round asks every node for its next names. A node that has more of them says nothing about what lies behind its last one, so
   * the merged list is certain only up to the lowest of these last names: that is how far the round goes.
   */
  private static final Comparator<String> AS_STORED = Comparator.comparing(Bytes::utf8);

  private final Nodes nodes;
  private final BiFunction<String, Integer, Request<Names>> request;
  private final SortedSet<NodeId> answering;
  private String after;

  /** {@code request} makes the question for the names after one, at most so many. */
  KeyListing(Nodes nodes, String after, BiFunction<String, Integer, Request<Names>> request) {
    this.nodes = nodes;
    this.after = after;
    this.request = request;
    this.answering = new TreeSet<>(nodes.members());
  }

  /** How many nodes were silent so far. */
  int silent() {
    return nodes.members().size() - answering.size();
  }

  /** Completes with the next names, at most {@code limit}; {@code more} says that others may follow. */
  Future<Names> next(int limit) {
    return nodes.askAll(List.copyOf(answering), request.apply(after, limit)).map(replies -> {
      replies.stream().filter(reply -> !reply.isReachable()).forEach(reply -> answering.remove(reply.node()));
      return merge(replies.stream().flatMap(reply -> reply.answer().stream()).toList(), limit);
    });
  }

  private Names merge(Collection<Names> lists, int limit) {
    var merged = new TreeSet<>(AS_STORED);
    String horizon = null;
    for (Names list : lists) {
      merged.addAll(list.names());
      if (list.more() && !list.names().isEmpty()) {
        String last = list.names().get(list.names().size() - 1);
        horizon = horizon == null || AS_STORED.compare(last, horizon) < 0 ? last : horizon;
      }
    }
    SortedSet<String> certain = horizon == null ? merged : merged.headSet(horizon, true);
    List<String> page = certain.stream().limit(limit).toList();
    if (!page.isEmpty()) {
      after = page.get(page.size() - 1);
    }
    return new Names(page, horizon != null || certain.size() > page.size());
  }
}
