/**
 * How do people, browsers and programs outside the cluster reach it? Read {@link io.ringside.http.HttpVerticle} first, then
 * {@link io.ringside.http.Api} for the list of paths; {@link io.ringside.http.HttpRingside} is the other end.
 */
package io.ringside.http;
