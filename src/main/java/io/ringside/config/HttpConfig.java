package io.ringside.config;

/**
 * Where people, browsers and scrapers reach this node. Immutable.
 *
 * @param enabled {@code false} leaves the node on the event bus only
 * @param host the address to bind; there is no login yet, so anything but loopback trusts the whole network
 * @param port 0 picks a free one
 */
public record HttpConfig(
    @Knob("true") boolean enabled,
    @Knob("127.0.0.1") String host,
    @Knob(value = "8098", max = 65_535) int port) {
}
