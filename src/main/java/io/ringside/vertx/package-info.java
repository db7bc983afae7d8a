/**
 * How does a node run for real? Verticles give it threads, a clock and addresses on the event bus; Hazelcast finds the other JVMs and
 * is asked nothing else. Read {@link io.ringside.vertx.RingsideNode} first, then {@link io.ringside.vertx.Channel}.
 */
package io.ringside.vertx;
