package io.ringside.config;

/**
 * Where a request is refused before it can hurt. Every limit has a clear refusal. Immutable.
 *
 * @param keyBytes a key or a bucket's name, in UTF-8. Larger keys cost memory in every index and message
 * @param valueBytes one value. It is in memory at N nodes and in one message at a time. Larger: fewer of them are taken at once
 * @param siblingsSoft siblings of one key beyond which the log warns: they mean a client that writes without context
 * @param siblingsHard siblings beyond which a blind write is refused. Larger: accepts more, each read carries all of
 *     them
 * @param recordBytes all values of one key together beyond which a write that adds to them is refused; at least one value. Each
 *     read and write of the key has all of them in memory at several nodes, some ten times while it goes on
 * @param headerBytes all headers of one HTTP request. Contexts travel there: keep room for 110 bytes times
 *     {@code tokenDots} and the actors that ever wrote one key, with node names of 64 characters; a third with short ones
 * @param bodyTimeoutMillis a body that has not arrived by then is cut off. Larger: slow links; smaller: fewer idle
 *     sockets held
 * @param inFlight operations a coordinator works on at once; beyond it 503 with Retry-After. Larger: more throughput
 *     until the disk is the limit, then only longer waits
 * @param bodiesMebibytes bodies of requests that a node works on at once; beyond it 503 with Retry-After. Also the largest record
 *     that is restored over HTTP. Each body is in memory about ten times meanwhile. 0: a sixteenth of the heap; one value fits
 *     into less
 * @param tokenDots isolated dots in one context token that this node makes; 64 is the most the format allows. Smaller:
 *     shorter tokens, and now and then one sibling more, never one less
 */
public record LimitsConfig(
    @Knob(value = "1024", min = 1, max = 65_535) int keyBytes,
    @Knob(value = "1048576", min = 1, max = 134_217_728) int valueBytes,
    @Knob(value = "10", min = 1, max = 100_000) int siblingsSoft,
    @Knob(value = "100", min = 2, max = 100_000) int siblingsHard,
    @Knob(value = "4194304", min = 1, max = 268_435_456) int recordBytes,
    @Knob(value = "8192", min = 1_024, max = 1_048_576) int headerBytes,
    @Knob(value = "10000", min = 100, max = 600_000) int bodyTimeoutMillis,
    @Knob(value = "4096", min = 1, max = 1_000_000) int inFlight,
    @Knob(value = "0", max = 65_536) int bodiesMebibytes,
    @Knob(value = "64", min = 1, max = 64) int tokenDots) {
}
