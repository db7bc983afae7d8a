package io.ringside.planted.ring;

import io.ringside.planted.coordination.Superior;
import io.ringside.planted.version.Careless;

/** Knows a package that knows it, and one above it. */
public final class Tangled {
  public Careless otherHalf() {
    return new Careless();
  }

  public Superior above() {
    return new Superior();
  }
}
