package io.ringside.config;

/**
 * Where the other members reach this node. Immutable.
 *
 * @param host the address to bind and to announce
 * @param port 0 takes the port that the roster names for this node or, without a roster, a free one
 */
public record BusConfig(
    @Knob("127.0.0.1") String host,
    @Knob(value = "0", max = 65_535) int port) {
}
