package io.ringside.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The published traces of dotted version vectors, Dynamo's own figure, and what Riak once got wrong with values. */
class DottedVersionVectorsTest {
  private static final Actor A = Actor.of("a");

  private int writes;

  private Version write(CausalContext past) {
    return new Version(past, RequestId.of("request " + ++writes), 0, Optional.of(Content.text("v" + writes)));
  }

  private Siblings put(Siblings server, Actor actor, CausalContext past) {
    return server.put(actor, write(past));
  }

  /** As the papers print a set of one server: its counter, then the live counters, newest first; {@code {a:3[3,2]}}. */
  private static String trace(Siblings server) {
    List<Long> live = new ArrayList<>(server.versions().keySet().stream().map(Dot::counter).toList());
    live.sort(Collections.reverseOrder());
    return "{a:" + server.context().highestOf(A) + live.toString().replace(" ", "") + "}";
  }

  @Test
  void aBlindWriterBesideOneThatReadsGivesExactlyThePublishedTrace() {
    Siblings server = Siblings.NONE;
    CausalContext read = CausalContext.EMPTY;
    var states = new ArrayList<String>();
    for (int put = 1; put <= 101; put++) {
      boolean careful = put % 2 == 1;
      server = put(server, A, careful ? read : CausalContext.EMPTY);
      read = careful ? server.context() : read;
      states.add(trace(server));
    }

    assertThat(states.subList(0, 6)).containsExactly(
        "{a:1[1]}", "{a:2[2,1]}", "{a:3[3,2]}", "{a:4[4,3,2]}", "{a:5[5,4]}", "{a:6[6,5,4]}");
    assertThat(states.get(100)).isEqualTo("{a:101[101,100]}");
  }

  @Test
  void twoClientsThatPutThenGetInTurnsLeaveTwoSiblingsHoweverOften() {
    Siblings server = Siblings.NONE;
    var read = new ArrayList<>(List.of(CausalContext.EMPTY, CausalContext.EMPTY));
    for (int put = 1; put <= 100; put++) {
      int client = put % 2;
      server = put(server, A, read.get(client));
      read.set(client, server.context());
      assertThat(server.versions()).hasSize(Math.min(put, 2));
    }
  }

  @Test
  void staleWritersThatNeverReadLeaveOneSiblingEach() {
    Siblings server = Siblings.NONE;
    var own = new ArrayList<>(Collections.nCopies(5, CausalContext.EMPTY));
    for (int put = 0; put < 100; put++) {
      int client = put % own.size();
      Dot dot = server.nextDot(A);
      server = put(server, A, own.get(client));
      own.set(client, own.get(client).with(dot));
      assertThat(server.versions()).hasSize(Math.min(put + 1, own.size()));
    }
  }

  @Test
  void aServerThatKnowsMoreDropsWhatItKnowsToBeSuperseded() {
    Siblings emptied = new Siblings(CausalContext.EMPTY.with(new Dot(A, 1)), new TreeMap<>());
    Siblings two = put(put(Siblings.NONE, A, CausalContext.EMPTY), A, CausalContext.EMPTY);

    assertThat(emptied.merge(two)).isEqualTo(two.merge(emptied));
    assertThat(trace(emptied.merge(two))).isEqualTo("{a:2[2]}");
  }

  @Test
  void aServerThatSawSomethingElseKeepsWhatItDoesNotKnow() {
    Siblings elsewhere = new Siblings(CausalContext.EMPTY.with(Dot.of("x", 1)), new TreeMap<>());
    Siblings one = put(Siblings.NONE, A, CausalContext.EMPTY);

    assertThat(elsewhere.merge(one)).isEqualTo(one.merge(elsewhere)).hasToString("{a:1 x:1}[a:1]");
  }

  @Test
  void dynamosFigureComesOutAsPrinted() {
    Actor x = Actor.of("Sx");
    Siblings d1 = put(Siblings.NONE, x, CausalContext.EMPTY);
    Siblings d2 = put(d1, x, d1.context());
    Siblings d3 = put(d2, Actor.of("Sy"), d2.context());
    Siblings d4 = put(d2, Actor.of("Sz"), d2.context());
    Siblings read = d3.merge(d4);
    Siblings d5 = put(read, x, read.context());

    assertThat(List.of(d1.context(), d2.context(), d3.context(), d4.context())).map(CausalContext::toString)
        .containsExactly("{Sx:1}", "{Sx:2}", "{Sx:2 Sy:1}", "{Sx:2 Sz:1}");
    assertThat(read.versions()).hasSize(2);
    assertThat(read.context()).hasToString("{Sx:2 Sy:1 Sz:1}");
    assertThat(d5).hasToString("{Sx:3 Sy:1 Sz:1}[Sx:3]");
  }

  /** Riak once answered a put with a context that covered siblings its client had not seen: its next put deleted them. */
  @Test
  void aWriterWhoNeverReadNeverDeletesAnothersSibling() {
    Siblings server = put(Siblings.NONE, A, CausalContext.EMPTY);
    Dot unseen = new Dot(A, 1);
    Dot mine = server.nextDot(A);
    server = put(server, A, CausalContext.EMPTY);
    CausalContext afterMyPut = CausalContext.EMPTY.with(mine);

    server = put(server, A, afterMyPut);

    assertThat(server.versions().keySet()).contains(unseen).doesNotContain(mine).hasSize(2);
  }

  @Test
  void repeatingAStaleContextDoesNotMultiplySiblings() {
    Siblings server = put(Siblings.NONE, A, CausalContext.EMPTY);
    CausalContext stale = server.context();
    Siblings replica = server;
    for (int step = 0; step < 20; step++) {
      server = put(server, A, server.context()).merge(replica);
      replica = replica.merge(server);
      assertThat(replica.merge(server)).isEqualTo(server);
      assertThat(server.versions()).hasSize(1);
    }
    assertThat(put(server, A, stale).versions()).hasSize(2);
  }

  /** Dropping the oldest entries of a clock makes an ancestor look concurrent; a context is never pruned. */
  @Test
  void anAncestorIsKnownAsOldHoweverManyActorsHaveWrittenSince() {
    Siblings ancestor = put(Siblings.NONE, A, CausalContext.EMPTY);
    Siblings newest = ancestor;
    for (int node = 0; node < 200; node++) {
      newest = put(newest, Actor.of("n" + node), newest.context());
    }
    assertThat(newest.merge(ancestor)).isEqualTo(newest);
    assertThat(newest.context().clock().counters()).hasSize(201);
  }
}
