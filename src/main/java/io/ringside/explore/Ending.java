package io.ringside.explore;

import java.util.Locale;

/** How far a run goes after its last deed: what it has to show, the sooner a shrunk one is over. */
enum Ending {
  /** Until clients have their answers: judged is what they were told and what nodes said. */
  ANSWERS,
  /** Then everything heals and comes to rest: judged is what is left, too. */
  REST,
  /** The whole: a part of the nodes has to serve without the others, everything comes to rest, and is quiet. */
  QUIET;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
