package io.ringside.message;

import io.ringside.version.Dot;
import io.ringside.version.Siblings;

/** The dot that a write got, and all that its minter holds of the key since. */
public record Minted(Dot dot, Siblings siblings) {}
