package io.ringside.message;

import io.ringside.membership.Member;
import java.util.List;

/** Beliefs that are being spread. */
public record News(List<Member> members) {
  public static final News NONE = new News(List.of());

  public News {
    members = List.copyOf(members);
  }
}
