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
 * @param ratePerSecond hints delivered to one target per second at most. A target that missed k writes is whole after about
 *     k / this. Larger: sooner whole; smaller: kinder to its clients
 * @param dutyPercent the share of time in which hints are on their way to one target; after each batch there is a rest so long
 *     that this holds, though never above ten seconds, so that a slow target is offered less. Larger: faster return; smaller:
 *     kinder to a node just back
 * @param backOffMillis the longest that a target is left alone that is believed alive but does not take its hints. The first
 *     time it is one period, then twice as long each time. Larger: fewer attempts in vain; smaller: sooner repair once it does
 */
public record HintsConfig(
    @Knob(value = "256", min = 1, max = 1_048_576) int maxBytesMebibytes,
    @Knob(value = "1000000", min = 1, max = 1_000_000_000) int maxCount,
    @Knob(value = "1000", min = 10, max = 600_000) int deliverPeriodMillis,
    @Knob(value = "64", min = 1, max = 10_000) int batchLimit,
    @Knob(value = "5000", min = 1, max = 1_000_000) int ratePerSecond,
    @Knob(value = "75", min = 1, max = 100) int dutyPercent,
    @Knob(value = "8000", min = 10, max = 600_000) int backOffMillis) {
}
