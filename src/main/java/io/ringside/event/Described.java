package io.ringside.event;

/** What a line of the log can be made of: something of a kind, with fields. */
public interface Described {
  /** Its name in the log: what it is about, then what happened. */
  String kind();

  void describe(Fields to);
}
