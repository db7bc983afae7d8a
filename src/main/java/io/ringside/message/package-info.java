/** What can one node ask another? Read {@link io.ringside.message.Peer} first: it is the protocol on one screen. */
package io.ringside.message;
