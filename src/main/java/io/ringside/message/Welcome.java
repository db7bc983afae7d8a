package io.ringside.message;

import io.ringside.membership.ClusterView;

/** What a peer remembers of a starting node: its highest start number (0: never heard of), and the peer's view. */
public record Welcome(long rememberedStart, ClusterView view) {}
