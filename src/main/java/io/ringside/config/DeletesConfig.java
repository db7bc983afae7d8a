package io.ringside.config;

/**
 * When what was deleted, or has expired, is forgotten for good. Immutable.
 *
 * @param reapAfterSeconds a tombstone, or what has expired, is kept at least so long. It never is forgotten before every member
 *     has said that nothing of what it deleted is left, whatever this says. Larger: more disk; smaller: more messages
 * @param periodMillis this often a node looks whether something of its own partitions can be forgotten, and begins with the first
 *     of them. Larger: later; smaller: more looks in vain
 * @param batchLimit keys forgotten at a time, of one partition; fewer if their records are large. Larger: fewer messages in all;
 *     smaller: smaller ones
 * @param dutyPercent the share of time in which a node forgets, as long as there is more to be forgotten; it rests in between,
 *     though never longer than a period. Larger: keeps up with more deletes and shorter lives; smaller: kinder to clients
 */
public record DeletesConfig(
    @Knob(value = "3600", min = 0, max = 315_360_000) int reapAfterSeconds,
    @Knob(value = "1000", min = 50, max = 3_600_000) int periodMillis,
    @Knob(value = "500", min = 1, max = 10_000) int batchLimit,
    @Knob(value = "25", min = 1, max = 100) int dutyPercent) {
}
