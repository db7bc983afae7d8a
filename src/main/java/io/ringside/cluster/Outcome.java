package io.ringside.cluster;

import java.util.List;

/**
 * The answer to an {@link Order}. Immutable.
 *
 * @param error why it was not carried out; empty if it was
 * @param mistake whether whoever ordered it was wrong
 */
record Outcome(String error, String hint, boolean mistake, List<MemberState> members) {
  Outcome {
    members = List.copyOf(members);
  }

  static Outcome of(List<MemberState> members) {
    return new Outcome("", "", false, members);
  }

  static Outcome failed(ClusterFailure failure) {
    return new Outcome(failure.getMessage(), failure.hint(), failure.isMistake(), List.of());
  }

  /** What {@link #failed} was given, for the other side to throw. */
  ClusterFailure failure() {
    return mistake ? ClusterFailure.mistake(error, hint) : new ClusterFailure(error, hint);
  }
}
