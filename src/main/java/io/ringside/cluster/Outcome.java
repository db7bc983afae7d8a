package io.ringside.cluster;

import java.util.List;

/**
 * The answer to an {@link Order}. Immutable.
 *
 * @param error why it was not carried out; empty if it was
 */
record Outcome(String error, String hint, List<MemberState> members) {
  Outcome {
    members = List.copyOf(members);
  }

  static Outcome of(List<MemberState> members) {
    return new Outcome("", "", members);
  }

  static Outcome failed(ClusterFailure failure) {
    return new Outcome(failure.getMessage(), failure.hint(), List.of());
  }
}
