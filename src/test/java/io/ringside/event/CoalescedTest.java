package io.ringside.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.Siblings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoalescedTest {
  /** Of which keys all is told; the page is held to the same file (live.test.mjs). */
  @Test
  void theKeysOfWhichAllIsToldAreThoseOfTheFile() throws IOException {
    JsonNode file = new ObjectMapper().readTree(Files.readString(Path.of("src/test/resources/coalesced.json")));
    assertThat(file.get("told")).hasSize(10).allMatch(key -> Coalesced.isTold(keyOf(key), 1));
    assertThat(file.get("leftOut")).hasSize(8).noneMatch(key -> Coalesced.isTold(keyOf(key), 1));
    assertThat(file.get("leftOut")).allMatch(key -> Coalesced.isTold(keyOf(key), 1L << key.get("part").intValue()));
  }

  @Test
  void aLineSaysOfWhichPartsAllIsTold() {
    assertThat(EventJson.line(NodeId.of("n1"), 1, 9, 5, Coalesced.from(4, 1L << 63 | 1))).contains("\"parts\":\"9223372036854775809\"");
  }

  private static Key keyOf(JsonNode json) {
    return new Key(json.get("bucket").textValue(), json.get("key").textValue());
  }

  @Test
  void aboutOneKeyInSixtyFourIsTold() {
    long told = IntStream.range(0, 64_000).filter(i -> Coalesced.isTold(Key.of("key-" + i), 1)).count();
    assertThat(told).isBetween(850L, 1150L);
  }

  @Test
  void onlyWhatIsAboutAKeyIsLeftOut() {
    Key told = IntStream.range(0, 10_000).mapToObj(i -> Key.of("key-" + i)).filter(key -> Coalesced.isTold(key, 1)).findFirst().orElseThrow();
    Key other = IntStream.range(0, 10_000).mapToObj(i -> Key.of("key-" + i)).filter(key -> !Coalesced.isTold(key, 1)).findFirst().orElseThrow();
    assertThat(Coalesced.leavesOut(Excerpt.of(stored(other)), 1)).isTrue();
    assertThat(Coalesced.leavesOut(Excerpt.of(stored(other)), Coalesced.ALL_PARTS)).isFalse();
    assertThat(Coalesced.leavesOut(Excerpt.of(stored(told)), 1)).isFalse();
    assertThat(List.of(new Event.FaultBegan("split"), new Event.NodeStopping(), new Event.HintsFound(7)))
        .noneMatch(event -> Coalesced.leavesOut(Excerpt.of(event), 0));
  }

  @Test
  void itSaysHowManyOperationsWereAnsweredAndHowManyWereNot() {
    Coalesced coalesced = Coalesced.from(4, 1);
    for (String outcome : List.of("ok", Event.OperationEnded.FAILED, "ok", "siblings")) {
      coalesced = coalesced.and(Excerpt.of(new Event.OperationEnded("o1", "get", Key.of("k"), outcome, "", 7, 1)));
    }
    assertThat(coalesced.and(Excerpt.of(stored(Key.of("k"))))).isEqualTo(new Coalesced(4, 1, 3, 1));
  }

  private static Event stored(Key key) {
    return new Event.Stored(key, Siblings.NONE, "write", Optional.empty());
  }
}
