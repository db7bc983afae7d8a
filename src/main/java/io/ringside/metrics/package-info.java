/** How is a node doing? Counts and times made from its event log, for Prometheus. Read {@link io.ringside.metrics.Metrics}. */
package io.ringside.metrics;
