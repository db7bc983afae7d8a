/**
 * How do several JVMs on one machine make a cluster? Read {@link io.ringside.cluster.ProcessCluster} first. It starts members as
 * processes and ends them; what a member is, it does not know.
 */
package io.ringside.cluster;
