/** What is one member? Read Node first. */
package io.ringside.node;
