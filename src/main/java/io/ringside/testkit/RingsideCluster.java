package io.ringside.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a cluster of its own, as a parameter of type {@link TestCluster}. On a class it holds for all its tests; on a
 * method it takes the place of the class's, as a whole.
 *
 * <p>The parameter may stand in the test, in {@code @BeforeEach} and in {@code @AfterEach}; it is the same cluster in all of
 * them. When the test has passed, the cluster is healed, must converge, and is judged by the invariants.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RingsideExtension.class)
public @interface RingsideCluster {
  /** Where the cluster runs. */
  enum World {
    /** In the test's own thread and in virtual time: a minute takes a fraction of a second, and a seed decides all chance. */
    VIRTUAL,
    /** Real nodes on one event bus in this JVM, in real time, with their data in a temporary directory. */
    LOOPBACK
  }

  World world() default World.VIRTUAL;

  /** How many nodes there are: {@code n1}, {@code n2} and on. */
  int nodes() default 5;

  /** How many of them keep a copy of each key. */
  int n() default 3;

  /** How many must answer a read. */
  int r() default 2;

  /** How many must store a write. */
  int w() default 2;

  /**
   * What decides all chance in virtual time; 0 for a fresh one with each run, which is told when the test fails. The system
   * property {@code ringside.seed} goes before it.
   */
  long seed() default 0;

  /** What every node is configured with beyond that, as {@code key=value}, for example {@code gossip.periodMillis=200}. */
  String[] settings() default {};

  /** Whether a test that has passed ends in healing, convergence and the invariants. */
  boolean judge() default true;
}
