/**
 * Which value is newer? Pure values: dots, clocks, contexts, and the siblings they decide between.
 * Read {@link io.ringside.version.Siblings} first.
 */
package io.ringside.version;
