package io.ringside.operation;

import java.util.Optional;

/** What was restored is with W nodes, {@code stored} of them when this was said. */
public record Restored(int stored, Optional<Explanation> explanation) {}
