package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whoever waits for exit code 0 may rely on it that nothing is left to be done. */
class RepairStatusCommandTest {
  private final ObjectNode node = JsonNodeFactory.instance.objectNode().put("node", "n1").put("reachable", true)
      .put("inDoubt", false).put("quarantined", 0);
  private final ObjectNode peer = node.putArray("peers").addObject().put("node", "n2").put("trees", 8).put("verified", 8)
      .put("differing", 0);

  private int exitCode(String... amnesiac) {
    return RepairStatusCommand.exitCode(List.<JsonNode>of(node), new TreeSet<>(List.of(amnesiac)));
  }

  @Test
  void allEqualIsZero() {
    assertThat(exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aDifferenceOrARecordAsideIsOne() {
    peer.put("verified", 7).put("differing", 1);
    assertThat(exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    peer.put("verified", 8).put("differing", 0);
    node.put("quarantined", 3);
    assertThat(exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void whatHasNotBeenComparedIsTwo() {
    peer.put("verified", 7);
    assertThat(exitCode()).isEqualTo(ExitCode.DEGRADED);
  }

  @Test
  void digestsInDoubtAreTwoAndSaidSo() {
    node.put("inDoubt", true);
    assertThat(exitCode()).isEqualTo(ExitCode.DEGRADED);
    assertThat(RepairStatusCommand.note(node, new TreeSet<>())).contains("in doubt");
  }

  @Test
  void aNodeThatHasLostDataIsTwoAndSaidSo() {
    assertThat(exitCode("n1")).isEqualTo(ExitCode.DEGRADED);
    assertThat(RepairStatusCommand.note(node, new TreeSet<>(List.of("n1")))).contains("lost data");
    assertThat(RepairStatusCommand.note(node, new TreeSet<>())).isEmpty();
  }

  @Test
  void silenceIsTwoWhateverElseIsKnown() {
    node.put("quarantined", 1).put("reachable", false).put("reason", "no answer");
    assertThat(exitCode()).isEqualTo(ExitCode.DEGRADED);
    assertThat(RepairStatusCommand.note(node, new TreeSet<>())).isEqualTo("no answer");
  }
}
