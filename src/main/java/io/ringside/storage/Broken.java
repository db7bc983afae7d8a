package io.ringside.storage;

/**
 * A store that takes no more writes until it is opened again.
 *
 * @param damaged whether the disk has changed what was on it: then opening it again mends it, which a full disk does not need
 */
public record Broken(String reason, boolean damaged) {}
