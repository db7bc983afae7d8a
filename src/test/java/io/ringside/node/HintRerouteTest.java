package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.testing.ScriptedTransport.Sent;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node is started again with other numbers of copies, and finds hints for those who no longer own what they are of. */
class HintRerouteTest extends NodeFixture {
  private static final String MEMBERS = "n1=h:1,n2=h:2,n3=h:3";
  private static final Key KEY = new Key("carts", "mine");
  private static final Siblings MILK = Siblings.NONE.put(Actor.of("n1"),
      new Version(CausalContext.EMPTY, RequestId.of("milk"), 0, Optional.of(Content.text("milk"))));

  private List<NodeId> owners(int copies) {
    return Node.foundingRing(config).preferenceList(KEY, copies).primaries();
  }

  /** Keeps a hint for the second owner of the key, and starts again with these settings. */
  private NodeId startAgainWith(String... settings) {
    config = config(MEMBERS, "buckets.carts.n=2", "buckets.carts.r=1", "buckets.carts.w=1");
    remembers(0, P2, P3);
    start(disk);
    NodeId second = owners(2).get(1);
    resultOf(node.hint(new Request.Hint(second, KEY, MILK)));
    stop();
    config = config(MEMBERS, settings);
    transport.forget();
    start(disk);
    return second;
  }

  private List<NodeId> givenIt(Reason reason) {
    return transport.sent().stream()
        .filter(sent -> sent.request() instanceof Request.Store store && store.reason() == reason && store.siblings().equals(MILK))
        .map(Sent::to).toList();
  }

  private long pending() {
    return resultOf(node.showStatus(new Request.ShowStatus())).hints().pending();
  }

  @Test
  void aHintForOneWhoNoLongerOwnsTheKeyGoesToTheOwnersThereAre() {
    transport.on(SELF, request -> node.store((Request.Store) request));
    NodeId second = startAgainWith("buckets.carts.n=1", "buckets.carts.r=1", "buckets.carts.w=1");
    world.runFor(2_000);
    assertThat(givenIt(Reason.REROUTE)).isEqualTo(owners(1));
    assertThat(told(Event.HintRerouted.class)).containsExactly(new Event.HintRerouted(second, KEY, owners(1)));
    assertThat(pending()).isZero();
  }

  @Test
  void aBucketThatIsNoLongerNamedHasTheUsualNumbersAndItsHintsGoWhereTheyShould() {
    transport.on(SELF, request -> node.store((Request.Store) request));
    NodeId second = startAgainWith();
    world.runFor(2_000);
    assertThat(givenIt(Reason.HINT_DELIVERY)).containsExactly(second);
    assertThat(told(Event.HintRerouted.class)).isEmpty();
    assertThat(pending()).isZero();
  }
}
