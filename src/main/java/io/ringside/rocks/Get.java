package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import java.util.List;
import java.util.Optional;

/** Looks up some keys; shares one look at the disk with all others that wait. */
final class Get extends Task<List<Optional<Bytes>>> {
  private final List<SpaceKey> keys;

  Get(List<SpaceKey> keys) {
    this.keys = List.copyOf(keys);
  }

  static void answerAll(Database database, List<Get> group) {
    List<Lookup> lookups = database.lookUp(group.stream().flatMap(get -> get.keys.stream()).toList());
    int next = 0;
    for (Get get : group) {
      get.answer(lookups.subList(next, next + get.keys.size()));
      next += get.keys.size();
    }
  }

  private void answer(List<Lookup> lookups) {
    try {
      succeed(lookups.stream().map(Lookup::value).toList());
    } catch (Failure unreadable) {
      fail(unreadable);
    }
  }
}
