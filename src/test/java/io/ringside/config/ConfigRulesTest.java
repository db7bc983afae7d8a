package io.ringside.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigRulesTest {
  private static final String THREE = "cluster.members=n1=127.0.0.1:7101,n2=127.0.0.1:7102,n3=127.0.0.1:7103";

  @Test
  void moreThanNReplicasCannotAnswerOrStore() {
    assertBroken("R may not exceed N", "quorum.r=4");
    assertBroken("W may not exceed N", "quorum.w=4");
    assertBroken("PR may not exceed R", "quorum.pr=3");
    assertBroken("PW may not exceed W", "quorum.pw=3");
    NodeConfig.of("quorum.r=3", "quorum.w=3", "quorum.pr=3", "quorum.pw=3");
  }

  @Test
  void aBucketIsHeldToTheSameNumbers() {
    assertThat(broken("buckets.cart.n=1")).extracting(Problem::what).containsExactly(
        "quorum.r = '2' (default) and buckets.cart.n = '1' (NodeConfig.of):"
            + " R may not exceed N: no more than N replicas can answer",
        "quorum.w = '2' (default) and buckets.cart.n = '1' (NodeConfig.of):"
            + " W may not exceed N: no more than N replicas can store");
    NodeConfig.of("buckets.cart.n=1", "buckets.cart.r=1", "buckets.cart.w=1");
  }

  @Test
  void aClusterHasAtLeastNMembers() {
    assertBroken("N may not exceed the founding members, who are 3", THREE, "node.name=n1", "quorum.n=4");
    assertBroken("N may not exceed the founding members, who are 3", THREE, "node.name=n1", "buckets.cart.n=5");
    NodeConfig.of(THREE, "node.name=n1");
  }

  @Test
  void aShorterTimeEndsBeforeTheLongerOneAroundIt() {
    assertBroken("one replica may not use up the whole operation", "quorum.replicaTimeoutMillis=3000");
    assertBroken("a hedge after the timeout never happens", "quorum.fanout=quorum", "quorum.hedgeAfterMillis=500");
    NodeConfig.of("quorum.hedgeAfterMillis=500");
    assertBroken("the direct probe must leave time", "gossip.probeTimeoutMillis=500");
  }

  @Test
  void aWarningComesBeforeARefusalAndAGroupFitsItsQueue() {
    assertBroken("the warning must come before the refusal", "limits.siblingsSoft=101");
    assertBroken("a group cannot be larger than the queue", "data.groupLimit=11", "data.writeQueueLimit=10");
  }

  @Test
  void aRecordHasRoomForOneValue() {
    assertBroken("a record has room for one value at least", "limits.valueBytes=4194305");
    assertBroken("a record has room for one value at least", "limits.recordBytes=1048575");
  }

  @Test
  void aNodeKnowsItsSeatInTheRoster() {
    assertThat(broken(THREE, "node.name=n4")).containsExactly(new Problem(
        "node.name = 'n4' (NodeConfig.of) and " + THREE.replaceFirst("=", " = '") + "' (NodeConfig.of):"
            + " this node is not in the founding roster", "the members are n1, n2, n3"));
    assertBroken("a node with a roster must say which member it is", THREE);
  }

  @Test
  void aRosterNamesEachMemberAndAddressOnce() {
    assertBroken("a member is named twice", "node.name=n1", "quorum.n=2", "cluster.members=n1=a:1,n1=b:1");
    assertBroken("two members have the same address", "node.name=n1", "quorum.n=2", "cluster.members=n1=a:1,n2=a:1");
  }

  @Test
  void eachMemberHasAPartition() {
    assertBroken("each member needs at least one partition", THREE, "node.name=n1", "cluster.partitions=2");
  }

  @Test
  void noTwoListenersShareAPort() {
    assertBroken("the roster tells the others another bus port", THREE, "node.name=n1", "bus.port=7102");
    NodeConfig.of(THREE, "node.name=n1", "bus.port=7101");
    assertBroken("HTTP, the event bus (7000) and Hazelcast (8000)", "bus.port=7000", "http.port=7000");
    assertBroken("HTTP, the event bus (7000) and Hazelcast (8000)", "bus.port=7000", "http.port=8000");
    NodeConfig.of("bus.port=7000", "http.port=7000", "http.enabled=false");
    assertBroken("bus port plus offset passes 65535", "bus.port=65000");
    assertBroken("bus port plus offset passes 65535", "node.name=n1", "quorum.n=2", "cluster.members=n1=a:1,n2=a:65000");
    assertBroken("the Hazelcast port of n1 is the bus port of n2",
        THREE, "node.name=n1", "cluster.joinPortOffset=1");
  }

  @Test
  void everyBrokenRuleIsReported() {
    assertThat(broken("quorum.r=4", "quorum.w=4", "limits.siblingsSoft=101")).hasSize(3);
  }

  private static void assertBroken(String rule, String... settings) {
    assertThat(broken(settings)).as("%s", List.of(settings))
        .anySatisfy(problem -> assertThat(problem.what()).contains(rule));
  }

  private static List<Problem> broken(String... settings) {
    var refused = catchThrowableOfType(ConfigException.class, () -> NodeConfig.of(settings));
    return refused == null ? List.of() : refused.problems();
  }
}
