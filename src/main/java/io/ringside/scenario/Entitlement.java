package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.operation.Operation;

/** Which operations have to succeed: what enough nodes could be reached for, from beginning to end (I17). */
@FunctionalInterface
interface Entitlement {
  /** Nobody can say, as where time is real and the machine may be busy with other things. */
  Entitlement NONE = (node, operation) -> -1;

  /**
   * A number that is another one after each thing that was broken or mended; negative while the operation may fail.
   *
   * @param node which is asked first
   */
  long claim(NodeId node, Operation<?> operation);
}
