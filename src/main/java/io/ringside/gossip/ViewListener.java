package io.ringside.gossip;

import io.ringside.NodeId;
import io.ringside.membership.Member;

/** Whoever wants to know when a node's beliefs change. Called on the node's own context, after the change. */
public interface ViewListener {
  /** Nobody wants to know. */
  ViewListener NONE = new ViewListener() {};

  /** What is believed of a member has changed, in status or in incarnation; the node's own refutations among it. */
  default void viewChanged(Member before, Member now) {}

  /** A member was seen in a later start than ever before: to be kept, so that this node can tell the member if it forgets. */
  default void startRose(NodeId node, long start) {}

  /**
   * Others know an incarnation of this node that this life of it never had. Its record of its own starts was lost or rolled back,
   * or a second process runs under its name. Whoever hears this takes a start number above {@code start}.
   */
  default void ownPast(long start) {}
}
