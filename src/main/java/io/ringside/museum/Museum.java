package io.ringside.museum;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All bugs that are on show, in the order of the rooms, and those that wait for what they would break. */
public final class Museum {
  private static final List<Exhibit> EXHIBITS = Stream.of(
      ReusedDots.exhibits(), BadDisks.exhibits(), WrongMerges.exhibits(), EarlyReaps.exhibits(), WrongReaps.exhibits(),
      OldDisks.exhibits(), LostHints.exhibits(), StaleTrees.exhibits(), FalseQuorums.exhibits(), CarelessClients.exhibits(),
      WrongViews.exhibits()).flatMap(List::stream).toList();

  private static final String TRANSFERS = "transfers between owners";
  private static final String JOINING = "joining and leaving";

  private static final List<Waiting> WAITING = List.of(
      new Waiting("forwarded-before-the-data", 13,
          "Requests go to the new owner before the data does: not found.", TRANSFERS),
      new Waiting("handed-off-to-itself", 15,
          "A transfer loops back to its source, which then deletes what it sent.", TRANSFERS),
      new Waiting("quorum-shift-while-joining", 18,
          "The only acknowledgement came from an owner that is leaving.", JOINING),
      new Waiting("handoff-thrash", 37,
          "A flapping node makes data move to and fro.", TRANSFERS),
      new Waiting("two-founders", 42,
          "Two nodes bootstrap at once and form two rings.", JOINING));

  private Museum() {}

  public static List<Exhibit> exhibits() {
    return EXHIBITS;
  }

  public static Optional<Exhibit> exhibit(String name) {
    return EXHIBITS.stream().filter(exhibit -> exhibit.name().equals(name)).findFirst();
  }

  public static List<Waiting> waiting() {
    return WAITING;
  }
}
