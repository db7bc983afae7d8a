package io.ringside.repair;

import io.ringside.storage.Page;
import io.vertx.core.Future;
import java.util.List;

/** What a look at everything sees to besides digests: marks of what is dead, and hints. */
public interface Upkeep {
  /** Completes when it is known what else cannot be read; what can be made anew from the records is thrown away for that. */
  Future<Void> begin();

  /** Completes with how many of these records lacked their mark, and have it now. They come from the node's data. */
  Future<Integer> mark(List<Page.Entry> records);
}
