/**
 * How does the view spread, who is silent? SWIM (Das, Gupta, Motivala, 2002) over the transport: probes, suspicion with refutation,
 * news that rides on probes, and now and then an exchange of whole views. Read {@link io.ringside.gossip.Gossip} first.
 */
package io.ringside.gossip;
