package io.ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringside.Key;
import io.ringside.version.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that are run by {@link RingsideExtensionTest} alone: most of them fail, as they should. */
@RingsideCluster(nodes = 3, seed = 42)
final class Planted {
  private static final Key KEY = Key.of("k");

  private TestCluster before;

  @BeforeEach
  void keep(TestCluster cluster) {
    before = cluster;
  }

  @Test
  void passes(TestCluster cluster) {
    assertEquals(before, cluster);
    cluster.await(cluster.client().put(KEY, Content.text("milk")));
  }

  @Test
  void fails(TestCluster cluster) {
    cluster.await(cluster.client().put(KEY, Content.text("milk")));
    assertEquals("eggs", "milk");
  }

  @RepeatedTest(2)
  void failsTwice(TestCluster cluster) {
    assertEquals("eggs", "milk");
  }

  @Test
  void isAborted(TestCluster cluster) {
    assumeTrue(false);
  }

  /** Hints that nobody brings home: the test is right, and the cluster is not. */
  @Test
  @RingsideCluster(settings = "hints.deliverPeriodMillis=600000", seed = 7)
  void leavesHints(TestCluster cluster) {
    writeAroundACrash(cluster);
  }

  @Test
  @RingsideCluster(settings = "hints.deliverPeriodMillis=600000", seed = 7, judge = false)
  void leavesHintsAndIsNotJudged(TestCluster cluster) {
    writeAroundACrash(cluster);
  }

  private static void writeAroundACrash(TestCluster cluster) {
    cluster.crash("n3");
    for (int i = 0; i < 10; i++) {
      cluster.await(cluster.client("n1").put(Key.of("k" + i), Content.text("milk")));
    }
  }

  @Test
  @RingsideCluster(nodes = 3, world = RingsideCluster.World.LOOPBACK)
  void failsInLoopback(TestCluster cluster) {
    cluster.await(cluster.client().put(KEY, Content.text("milk")));
    assertEquals("eggs", "milk");
  }

  @Test
  @RingsideCluster(nodes = 0)
  void hasNoNode(TestCluster cluster) {}

  /** A class's cluster holds for what is nested in it. */
  @Nested
  final class Within {
    @Test
    void hasThreeNodesToo(TestCluster cluster) {
      assertEquals(3, cluster.nodes().size());
    }
  }

  /** Asks where no test is. */
  @RingsideCluster
  static final class InConstructor {
    InConstructor(TestCluster cluster) {}

    @Test
    void never() {}
  }

  /** Knows the extension, but not which cluster. */
  @ExtendWith(RingsideExtension.class)
  static final class Nameless {
    @Test
    void never(TestCluster cluster) {}
  }
}
