package io.ringside.event;

/** Where a node says what happens. Never blocks, never throws, never changes what the node does. */
@FunctionalInterface
public interface Events {
  /** Nobody watches. */
  Events NONE = event -> {};

  void emit(Event event);
}
