package io.ringside.event;

/** Where a node says what happens. Never blocks, never throws, never changes what the node does. */
@FunctionalInterface
public interface Events {
  /** Nobody watches. */
  Events NONE = event -> {};

  void emit(Event event);

  /** True if single messages are wanted too; they are too many to be made for nobody. */
  default boolean traced() {
    return false;
  }
}
