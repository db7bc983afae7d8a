package io.ringside.config;

/**
 * How much this node keeps for others while they are away, and how fast it brings it home. Immutable.
 *
 * @param maxBytesMebibytes disk for hints. Holds write rate · value size · outage; when full, hints are dropped loudly
 *     and anti-entropy repairs instead. Larger: longer outages heal cheaply; smaller: less disk
 * @param maxCount hints at most, whatever their size; the same trade
 * @param deliverPeriodMillis how often a returned primary is offered its hints. Larger: later repair; smaller: more
 *     empty looks
 * @param batchLimit hints on their way to one primary at a time. Larger: faster return; smaller: kinder to a node just
 *     back
 */
public record HintsConfig(
    @Knob(value = "256", min = 1, max = 1_048_576) int maxBytesMebibytes,
    @Knob(value = "1000000", min = 1, max = 1_000_000_000) int maxCount,
    @Knob(value = "1000", min = 10, max = 600_000) int deliverPeriodMillis,
    @Knob(value = "64", min = 1, max = 10_000) int batchLimit) {
}
