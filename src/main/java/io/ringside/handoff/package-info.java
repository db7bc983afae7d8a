/** Who keeps a write for a node that is away? Read {@link io.ringside.handoff.HintedHandoff} first. */
package io.ringside.handoff;
