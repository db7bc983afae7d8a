/** The words everybody uses. Read {@link io.ringside.Key} and {@link io.ringside.NodeId} first. */
package io.ringside;
