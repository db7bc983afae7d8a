package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.CausalContext;
import io.ringside.version.RequestId;

/**
 * A write as its client saw it.
 *
 * @param past the context that the client supplied
 * @param acknowledged whether somebody was told that W nodes have it; if not, it may or may not have happened
 */
public record Write(Key key, RequestId request, CausalContext past, boolean acknowledged) {}
