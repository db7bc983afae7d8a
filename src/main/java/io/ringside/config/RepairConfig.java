package io.ringside.config;

/**
 * How owners of the same data find out that they differ, and how fast they become equal (Merkle trees). Immutable.
 *
 * @param periodMillis one other owner is compared with per period, root by root, one message. What no read and no hint has
 *     mended is found after about owners · this. Larger: later repair; smaller: more messages, a few kilobytes each
 * @param confirmMillis a difference is looked at again after this before it is repaired: most are writes under way. Above the
 *     replica timeout nothing in flight is taken for lost; smaller: sooner repair, more looks in vain
 * @param batchLimit keys under repair at a time, at most. Larger: faster repair where there is time to spare, more work at once
 * @param batchMillis so many keys are repaired at a time as are done within this, one at least: where all is busy they become few.
 *     Larger: faster repair under load, longer waits for clients meanwhile; smaller: the reverse
 * @param dutyPercent the share of time in which repair works; after each batch it rests so long that this holds, though never
 *     above three seconds, so that it slows down by itself when disks or nodes are slow. Larger: faster repair; smaller:
 *     kinder to clients
 * @param keysLimit differing keys remembered in one exchange with one other owner; what is beyond waits for the next one
 * @param readBudgetPercent replicas that a coordinator mends by reads, per hundred reads; what is beyond is left to anti-entropy.
 *     Larger: a node that has lost its disk is filled sooner by those who read from it, and works harder; 0: reads mend nothing
 * @param readBudgetBurst how many of them can be saved up in quiet times
 * @param scrubPeriodHours so long after a node has looked at all its records and digests it begins to look again; 0 only when it
 *     is told to. Larger: a record that rots unread has more time to lose its copies too; smaller: more reading
 * @param scrubDutyPercent the share of time in which it looks. Larger: sooner done; smaller: kinder to clients
 */
public record RepairConfig(
    @Knob(value = "2000", min = 50, max = 3_600_000) int periodMillis,
    @Knob(value = "1000", min = 0, max = 600_000) int confirmMillis,
    @Knob(value = "32", min = 1, max = 10_000) int batchLimit,
    @Knob(value = "10", min = 1, max = 60_000) int batchMillis,
    @Knob(value = "25", min = 1, max = 100) int dutyPercent,
    @Knob(value = "10000", min = 1, max = 1_000_000) int keysLimit,
    @Knob(value = "20", min = 0, max = 1000) int readBudgetPercent,
    @Knob(value = "100", min = 1, max = 1_000_000) int readBudgetBurst,
    @Knob(value = "168", min = 0, max = 87_600) int scrubPeriodHours,
    @Knob(value = "25", min = 1, max = 100) int scrubDutyPercent) {
}
