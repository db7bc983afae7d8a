/** What would go wrong if nobody looked? Violations of every law of the house, for {@link io.ringside.ArchitectureTest} to find. */
package io.ringside.planted;
