package io.ringside.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OperationCodecTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final CausalContext CONTEXT = CausalContext.EMPTY.with(Dot.of("n1", 1)).with(Dot.of("n2", 3));
  private static final RequestId REQUEST = RequestId.of("retry me");
  private static final Content CONTENT =
      new Content(Content.JSON, new TreeMap<>(Map.of("author", "ann")), Bytes.utf8("{\"a\":1}"));
  private static final Options OPTIONS = new Options(
      Count.of(3), Count.QUORUM, Count.ALL, 1500, Options.Fanout.QUORUM, true, true, Options.Repair.BLOCKING, 90_000);
  private static final Explanation EXPLANATION = new Explanation(N1, 17, List.of(N1, N2), List.of(NodeId.of("n3")), 2, 1,
      List.of(
          new Explanation.Attempt(N1, Optional.empty(), "minted", "", CONTEXT, 3, true, false),
          new Explanation.Attempt(NodeId.of("n3"), Optional.of(N2), "hinted", "n2 is silent", CausalContext.EMPTY, 0, false, true)),
      12);

  static Stream<Operation<?>> operations() {
    return Stream.of(
        new Operation.Get(Key.of("milk"), Options.DEFAULTS),
        new Operation.Get(Key.parse("carts/ünïcode"), OPTIONS),
        new Operation.Put(Key.of("milk"), CONTENT, CONTEXT, REQUEST, true, OPTIONS),
        new Operation.Put(Key.of("milk"), Content.text(""), CausalContext.EMPTY, RequestId.NONE, false, Options.DEFAULTS),
        new Operation.Delete(Key.of("milk"), CausalContext.EMPTY, REQUEST, Options.DEFAULTS),
        new Operation.Delete(Key.of("milk"), CONTEXT, RequestId.NONE, OPTIONS),
        new Operation.Restore(Key.of("milk"), siblings(), OPTIONS));
  }

  static Stream<Object> answers() {
    return Stream.of(
        new Found(Siblings.NONE, Optional.empty()),
        new Found(siblings(), Optional.of(EXPLANATION)),
        new Written(Dot.of("n1", 9), CONTEXT, Optional.empty()),
        new Written(Dot.of("n1", 9), CONTEXT, Optional.of(EXPLANATION)),
        new Restored(2, Optional.empty()),
        new Restored(3, Optional.of(EXPLANATION)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whatIsEncodedIsDecoded(Operation<?> operation) {
    assertThat(OperationCodec.decode(OperationCodec.encode(operation))).isEqualTo(operation);
  }

  @Test
  void everyOperationHasASample() {
    assertThat(operations().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(Operation.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatIsAnsweredIsDecoded(Object answer) {
    assertThat(OperationCodec.decodeAnswer(OperationCodec.encodeAnswer(answer))).isEqualTo(answer);
  }

  @ParameterizedTest
  @EnumSource(OperationFailure.Kind.class)
  void aFailureIsDecodedByThrowingIt(OperationFailure.Kind kind) {
    var failure = new OperationFailure(kind, "a reason", "a hint", OperationFailure.Effect.UNKNOWN, 1).explainedBy(EXPLANATION);
    Bytes bytes = OperationCodec.encodeFailure(failure);
    assertThatThrownBy(() -> OperationCodec.decodeAnswer(bytes)).isInstanceOfSatisfying(OperationFailure.class, decoded -> {
      assertThat(decoded).hasMessage("a reason");
      assertThat(decoded.kind()).isEqualTo(kind);
      assertThat(decoded.hint()).isEqualTo("a hint");
      assertThat(decoded.effect()).isEqualTo(OperationFailure.Effect.UNKNOWN);
      assertThat(decoded.stored()).isEqualTo(1);
      assertThat(decoded.explanation()).contains(EXPLANATION);
    });
  }

  @ParameterizedTest
  @MethodSource("operations")
  void noPrefixAndNothingLongerIsAnOperation(Operation<?> operation) {
    byte[] whole = OperationCodec.encode(operation).array();
    for (int length = 0; length < whole.length; length++) {
      Bytes part = Bytes.wrap(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> OperationCodec.decode(part)).isInstanceOf(MalformedBytes.class);
    }
    Bytes longer = Bytes.wrap(Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> OperationCodec.decode(longer)).isInstanceOf(MalformedBytes.class);
  }

  @Test
  void unknownTagsAreMalformed() {
    Bytes unknown = Bytes.wrap(new byte[] {99});
    assertThatThrownBy(() -> OperationCodec.decode(unknown)).isInstanceOf(MalformedBytes.class);
    assertThatThrownBy(() -> OperationCodec.decodeAnswer(unknown)).isInstanceOf(MalformedBytes.class);
  }

  private static Siblings siblings() {
    var actor = new Actor(N1, 42);
    return Siblings.NONE
        .put(actor, new Version(CausalContext.EMPTY, REQUEST, 1_700_000_000_000L, Optional.of(CONTENT)))
        .put(actor, new Version(CausalContext.EMPTY, RequestId.NONE, 0, Optional.empty()));
  }
}
