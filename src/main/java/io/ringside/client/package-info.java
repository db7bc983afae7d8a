/**
 * How does a program use the cluster? Read {@link io.ringside.client.Client} first; its forms on the event bus and over HTTP live
 * in {@code vertx} and {@code http}.
 */
package io.ringside.client;
