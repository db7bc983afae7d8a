package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ringside.config.NodeConfig;
import io.ringside.ring.ConsistentHashRing;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract lists what is answered, and nothing else. */
@ExtendWith(VertxExtension.class)
class ContractTest {
  private static final SortedSet<String> METHODS = new TreeSet<>(List.of("GET", "PUT", "POST", "DELETE"));

  @Test
  void everyRouteIsInTheContractAndTheOtherWayRound(Vertx vertx) throws IOException {
    var ring = ConsistentHashRing.founding(StubNodes.MEMBERS, 16, 3);
    var backend = Backend.of(NodeConfig.of(), "test", ring, new StubClient(), new StubNodes(), () -> "");
    assertThat(contract()).isEqualTo(new Api(vertx, backend).routes().documented());
  }

  private static SortedMap<String, SortedSet<String>> contract() throws IOException {
    try (InputStream in = ContractTest.class.getResourceAsStream("/openapi.yaml")) {
      JsonNode paths = new YAMLMapper().readTree(in).get("paths");
      var methods = new TreeMap<String, SortedSet<String>>();
      paths.fields().forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(field -> {
        String method = field.toUpperCase(Locale.ROOT);
        if (METHODS.contains(method)) {
          methods.computeIfAbsent(path.getKey(), any -> new TreeSet<>()).add(method);
        }
      }));
      return methods;
    }
  }
}
