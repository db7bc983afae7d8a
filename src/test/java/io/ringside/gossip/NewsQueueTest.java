package io.ringside.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringside.NodeId;
import io.ringside.membership.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewsQueueTest {
  private static final Member A = Member.unheard(NodeId.of("a"));
  private static final Member B = Member.unheard(NodeId.of("b"));
  private static final Member C = Member.unheard(NodeId.of("c"));

  private final NewsQueue queue = new NewsQueue(3);

  @Test
  void theTellLimitIsTheOneOfMemberlist() {
    assertEquals(3, NewsQueue.tellLimit(3, 1));
    assertEquals(3, NewsQueue.tellLimit(3, 9));
    assertEquals(6, NewsQueue.tellLimit(3, 10));
    assertEquals(6, NewsQueue.tellLimit(3, 99));
    assertEquals(9, NewsQueue.tellLimit(3, 100));
  }

  @Test
  void whatWasToldLeastIsToldFirst() {
    queue.add(A);
    queue.take(1);
    queue.add(B);
    queue.add(C);
    assertEquals(List.of(C, B), queue.take(2));
    assertEquals(List.of(C, B, A), queue.take(9));
  }

  @Test
  void eachPieceIsToldOnlySoOften() {
    queue.add(A);
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(A), queue.take(9));
    }
    assertEquals(List.of(), queue.take(9));
    assertEquals(0, queue.size());
  }

  @Test
  void newerNewsOfAMemberReplacesOlderAndStartsAfresh() {
    queue.add(A);
    queue.take(9);
    queue.take(9);
    Member suspect = A.with(Member.Status.SUSPECT);
    queue.add(suspect);
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(suspect), queue.take(9));
    }
    assertEquals(0, queue.size());
  }

  @Test
  void noMessageCarriesMoreThanItsBound() {
    queue.add(A);
    queue.add(B);
    queue.add(C);
    assertEquals(2, queue.take(2).size());
    assertEquals(3, queue.size());
  }
}
