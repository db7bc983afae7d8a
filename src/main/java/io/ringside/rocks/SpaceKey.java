package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.storage.Space;

/** Where one value stands: a key within its space. */
record SpaceKey(Space space, Bytes key) {}
