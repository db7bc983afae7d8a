package io.ringside.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.merkle.MerkleTree;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.ring.PreferenceList;
import io.ringside.ring.RingHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The page places keys itself; {@code placement.json} is what both it (replay.test.mjs) and the ring here are held to. */
class PlacementTest {
  @Test
  void theRingPlacesKeysAsTheFileSays() throws IOException {
    JsonNode file = new ObjectMapper().readTree(Files.readString(Path.of("src/test/resources/placement.json")));
    var roster = new TreeSet<NodeId>();
    IntStream.rangeClosed(1, file.get("nodes").intValue()).forEach(i -> roster.add(NodeId.of("n" + i)));
    ConsistentHashRing ring = ConsistentHashRing.founding(roster, file.get("owners").size(), file.get("n").intValue());

    assertThat(ring.owners()).extracting(NodeId::name).containsExactlyElementsOf(texts(file.get("owners")));
    for (JsonNode placed : file.get("keys")) {
      var key = new Key(placed.get("bucket").textValue(), placed.get("key").textValue());
      PreferenceList list = ring.preferenceList(key, ring.replicas());
      assertThat(list.partition()).as(placed.toString()).isEqualTo(placed.get("partition").intValue());
      assertThat(MerkleTree.leafOf(RingHash.positionOf(key))).as(placed.toString()).isEqualTo(placed.get("leaf").intValue());
      assertThat(list.primaries()).extracting(NodeId::name).containsExactlyElementsOf(texts(placed.get("primaries")));
      assertThat(list.fallbacks()).extracting(NodeId::name).containsExactlyElementsOf(texts(placed.get("fallbacks")));
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }
}
