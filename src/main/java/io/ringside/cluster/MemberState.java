package io.ringside.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One member as it is. Immutable.
 *
 * @param pid of its last process
 * @param state {@code up}, {@code starting}, or how its process ended
 */
public record MemberState(String name, long pid, String http, String bus, String data, String state) {
  static final String UP = "up";
  static final String STARTING = "starting";

  @JsonIgnore
  public boolean isUp() {
    return state.equals(UP);
  }

  MemberState as(String other) {
    return new MemberState(name, pid, http, bus, data, other);
  }
}
