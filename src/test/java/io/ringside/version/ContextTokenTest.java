package io.ringside.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ContextTokenTest {
  private static final Key CART = Key.of("cart");
  private static final CausalContext CONTEXT = CausalContext.of(VectorClock.EMPTY.with(Actor.of("n1"), 3)).with(Dot.of("n2", 7));

  private final ContextToken tokens = new ContextToken("ringside");

  @Test
  void aTokenCarriesItsContext() {
    assertThat(tokens.decode(CART, tokens.encode(CART, CONTEXT, null))).isEqualTo(CONTEXT);
    assertThat(tokens.decode(CART, tokens.encode(CART, CausalContext.EMPTY, null))).isEqualTo(CausalContext.EMPTY);
  }

  @Test
  void aTokenOfAnotherKeyOrClusterIsRefused() {
    String token = tokens.encode(CART, CONTEXT, null);

    assertThatThrownBy(() -> tokens.decode(Key.of("kart"), token)).isInstanceOf(MalformedBytes.class).hasMessageContaining("another key");
    assertThatThrownBy(() -> tokens.decode(new Key("other", "cart"), token)).isInstanceOf(MalformedBytes.class);
    assertThatThrownBy(() -> new ContextToken("elsewhere").decode(CART, token)).isInstanceOf(MalformedBytes.class);
  }

  @Test
  void aTokenWithAnyBitFlippedIsRefused() {
    byte[] token = Base64.getUrlDecoder().decode(tokens.encode(CART, CONTEXT, null));
    for (int bit = 0; bit < token.length * 8; bit++) {
      byte[] flipped = token.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      String edited = Base64.getUrlEncoder().withoutPadding().encodeToString(flipped);
      assertThatThrownBy(() -> tokens.decode(CART, edited)).isInstanceOf(MalformedBytes.class);
    }
  }

  @Test
  void aTokenCutShortIsRefused() {
    String token = tokens.encode(CART, CONTEXT, null);
    for (int length = 0; length < token.length(); length++) {
      String cut = token.substring(0, length);
      assertThatThrownBy(() -> tokens.decode(CART, cut)).isInstanceOf(MalformedBytes.class);
    }
  }

  @Test
  void aTokenKeepsSixtyFourIsolatedDotsAndAlwaysTheWritersOwn() {
    var dots = new TreeSet<Dot>();
    LongStream.rangeClosed(1, 100).forEach(i -> dots.add(Dot.of("n1", 2 * i)));
    CausalContext many = new CausalContext(VectorClock.EMPTY, dots);
    Dot own = dots.first();

    CausalContext carried = tokens.decode(CART, tokens.encode(CART, many, own));

    assertThat(carried.dots()).hasSize(ContextToken.MAX_DOTS).contains(own);
    assertThat(many.covers(carried)).isTrue();
  }

  @Test
  void aTokenMayKeepFewerDots() {
    CausalContext many = new CausalContext(VectorClock.EMPTY, new TreeSet<>(List.of(Dot.of("n1", 2), Dot.of("n1", 4), Dot.of("n1", 6))));
    String token = new ContextToken("ringside", 2).encode(CART, many, null);
    assertThat(tokens.decode(CART, token).dots()).containsExactly(Dot.of("n1", 4), Dot.of("n1", 6));
  }

  @Test
  void anHonestTokenIsAcceptedHoweverManyActorsWroteTheKey() {
    var counters = new TreeMap<Actor, Long>();
    for (int epoch = 1; epoch <= 5000; epoch++) {
      counters.put(new Actor(NodeId.of("n".repeat(64)), Long.MIN_VALUE + epoch), Long.MAX_VALUE);
    }
    CausalContext old = CausalContext.of(new VectorClock(counters));
    assertThat(tokens.decode(CART, tokens.encode(CART, old, null))).isEqualTo(old);
  }

  @Test
  void anActorTakesAtMostOneHundredAndTenCharacters() {
    CausalContext one = CausalContext.of(VectorClock.EMPTY.with(new Actor(NodeId.of("n".repeat(64)), Long.MIN_VALUE), Long.MAX_VALUE));
    assertThat(tokens.encode(CART, one, null).length() - tokens.encode(CART, CausalContext.EMPTY, null).length())
        .isBetween(100, 110);
  }

  @Test
  void aTokenLongerThanAnyOfOursIsRefusedUnread() {
    assertThatThrownBy(() -> tokens.decode(CART, "A".repeat(ContextToken.MAX_CHARACTERS + 1)))
        .isInstanceOf(MalformedBytes.class).hasMessageContaining("characters");
  }

  @Property
  void garbageIsNeverAContext(@ForAll String garbage) {
    assertThatThrownBy(() -> tokens.decode(CART, garbage)).isInstanceOf(MalformedBytes.class);
  }

  @Property
  void garbageInTheRightAlphabetIsNeverAContext(
      @ForAll @CharRange(from = 'A', to = 'Z') @CharRange(from = '0', to = '9') @StringLength(max = 60) String garbage) {
    assertThatThrownBy(() -> tokens.decode(CART, "AQ" + garbage)).isInstanceOf(MalformedBytes.class);
  }
}
