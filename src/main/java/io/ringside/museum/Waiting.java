package io.ringside.museum;

/**
 * A bug whose subject does not exist here yet. Immutable.
 *
 * @param recipe its number in the catalogue
 * @param waitsFor what has to be built before it can be broken
 */
public record Waiting(String name, int recipe, String story, String waitsFor) {}
