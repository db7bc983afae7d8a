/**
 * What may a node ask of the outside world? The seams between the protocol and its two worlds, the real and the simulated one.
 * Read {@link io.ringside.env.Env} first.
 */
package io.ringside.env;
