/** What is one member? Read {@link io.ringside.node.Node} first. */
package io.ringside.node;
