package io.ringside.event;

import io.ringside.NodeId;

/**
 * An event with its name: the node, its start, and a sequence number from 1 without gaps. There is no global counter.
 *
 * @param atMillis the node's wall clock
 */
public record LoggedEvent(NodeId node, long start, long sequence, long atMillis, Event event) {}
