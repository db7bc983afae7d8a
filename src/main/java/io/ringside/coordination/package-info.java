/** How does an operation become a quorum? Read {@link io.ringside.coordination.Coordinator} first. */
package io.ringside.coordination;
