/** What can a client ask of the cluster, and what is it told? Read {@link io.ringside.operation.Operation} first. */
package io.ringside.operation;
