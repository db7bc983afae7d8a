package io.ringside.config;

/**
 * How soon silence is noticed and how fast news travels (SWIM). Equal values on all members keep the estimates true.
 * Immutable.
 *
 * @param periodMillis one probe of one member per period. A crash is first noticed after about 1.6 periods, whatever
 *     the size. Larger: less traffic, later notice; smaller: the reverse
 * @param probeTimeoutMillis silence before others are asked to probe; below the period. About the 99th percentile of a
 *     round trip; smaller asks others in vain, larger leaves them no time within the period
 * @param indirectProbes k members asked to probe a silent one. With loss p a live node is missed with chance
 *     (1 − (1 − p)²) · (1 − (1 − p)⁴)^k. Larger: fewer false alarms, more messages per alarm; smaller: the reverse
 * @param suspicionMultiplier a suspect that three others accuse too has min = multiplier · max(1, log₁₀(members)) periods
 *     to refute. Larger: fewer false deaths under load; smaller: earlier certainty
 * @param suspicionMaxMultiplier a suspect that one member alone accuses has max = this · min, and with c of k = 3 others who
 *     agree max − (max − min) · log(c + 1) / log(k + 1) (Lifeguard). Larger: a slow member does less harm, a death that few
 *     can see is certain later; 1: all have min, as in SWIM
 * @param retransmitMultiplier each piece of news is told multiplier · ⌈log₁₀(members + 1)⌉ times. Larger: reaches
 *     everybody under more loss; smaller: less traffic
 * @param slownessLimit the highest score that a member gives itself for missing answers that others get; its probe time-out and
 *     its period are multiplied by 1 + score (Lifeguard). Larger: a slower member still accuses nobody, but is later to see a
 *     crash and to be itself again; 0: never
 * @param syncPeriodMillis the whole view is exchanged with one random member this often, which repairs whatever gossip
 *     lost. Larger: slower repair after a healed cut; smaller: more bytes
 */
public record GossipConfig(
    @Knob(value = "500", min = 10, max = 60_000) int periodMillis,
    @Knob(value = "200", min = 5, max = 60_000) int probeTimeoutMillis,
    @Knob(value = "3", max = 16) int indirectProbes,
    @Knob(value = "4", min = 1, max = 100) int suspicionMultiplier,
    @Knob(value = "6", min = 1, max = 100) int suspicionMaxMultiplier,
    @Knob(value = "8", max = 100) int slownessLimit,
    @Knob(value = "4", min = 1, max = 100) int retransmitMultiplier,
    @Knob(value = "10000", min = 100, max = 3_600_000) int syncPeriodMillis) {
}
