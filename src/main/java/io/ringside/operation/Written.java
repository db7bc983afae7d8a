package io.ringside.operation;

import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import java.util.Optional;

/**
 * A write that W nodes have stored.
 *
 * @param context the supplied context and the write's own dot: never a sibling that the client has not seen
 */
public record Written(Dot dot, CausalContext context, Optional<Explanation> explanation) {}
