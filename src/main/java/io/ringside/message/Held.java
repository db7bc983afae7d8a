package io.ringside.message;

import io.ringside.version.Siblings;

/**
 * What a replica holds of a key. {@code synchronised} is false while the replica knows that it has lost data and has not got it
 * back: its "nothing" is no evidence that there is nothing.
 */
public record Held(Siblings siblings, boolean synchronised) {}
