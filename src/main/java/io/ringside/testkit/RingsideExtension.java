package io.ringside.testkit;

import io.ringside.scenario.ClusterShape;
import java.lang.reflect.Modifier;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Makes a cluster for each test that asks for one, judges it when the test has passed, tells how to replay it when the test has
 * failed, and closes it in any case. Tests may run in parallel: nothing is shared.
 */
final class RingsideExtension implements ParameterResolver, AfterEachCallback {
  static final String SEED_PROPERTY = "ringside.seed";

  private static final Namespace STORE = Namespace.create(RingsideExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestCluster.class;
  }

  @Override
  public TestCluster resolveParameter(ParameterContext parameter, ExtensionContext test) {
    if (test.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "A TestCluster lives as long as one test: ask for it in a test, in @BeforeEach or in @AfterEach");
    }
    return test.getStore(STORE).getOrComputeIfAbsent(TestCluster.class, first -> open(test), TestCluster.class);
  }

  private static TestCluster open(ExtensionContext test) {
    RingsideCluster wanted = annotationOf(test);
    if (wanted.nodes() < 1) {
      throw new ExtensionConfigurationException("A cluster has at least one node, not " + wanted.nodes());
    }
    var shape = new ClusterShape(wanted.nodes(), wanted.n(), wanted.r(), wanted.w(), List.of(wanted.settings()));
    long seed = seedOf(wanted, test);
    return wanted.world() == RingsideCluster.World.VIRTUAL
        ? TestCluster.inVirtualTime(shape, seed, new Recording())
        : TestCluster.inLoopback(shape, seed, new Recording());
  }

  private static RingsideCluster annotationOf(ExtensionContext test) {
    Optional<RingsideCluster> found = AnnotationSupport.findAnnotation(test.getRequiredTestMethod(), RingsideCluster.class);
    for (Class<?> type = test.getRequiredTestClass(); found.isEmpty() && type != null; type = around(type)) {
      found = AnnotationSupport.findAnnotation(type, RingsideCluster.class);
    }
    return found.orElseThrow(() -> new ExtensionConfigurationException("Which cluster? Annotate the test with @RingsideCluster"));
  }

  /** The class whose extensions hold for a {@code @Nested} one too, or null; a static class stands alone. */
  private static Class<?> around(Class<?> type) {
    return Modifier.isStatic(type.getModifiers()) ? null : type.getEnclosingClass();
  }

  /** JUnit looks for the parameter among the system properties too. */
  private static long seedOf(RingsideCluster wanted, ExtensionContext test) {
    Optional<String> given = test.getConfigurationParameter(SEED_PROPERTY);
    try {
      long seed = given.map(Long::parseLong).orElse(wanted.seed());
      return seed != 0 ? seed : freshSeed();
    } catch (NumberFormatException noNumber) {
      throw new ExtensionConfigurationException(SEED_PROPERTY + " is a number, not '" + given.orElseThrow() + "'");
    }
  }

  /** Short enough to be typed. */
  private static long freshSeed() {
    return 1 + new SecureRandom().nextInt(Integer.MAX_VALUE);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    TestCluster cluster = test.getStore(STORE).remove(TestCluster.class, TestCluster.class);
    if (cluster == null) {
      return;
    }
    try {
      end(cluster, test);
    } finally {
      cluster.close();
    }
  }

  private static void end(TestCluster cluster, ExtensionContext test) {
    RingsideCluster wanted = annotationOf(test);
    Optional<Throwable> failure = test.getExecutionException();
    if (failure.isPresent()) {
      if (!(failure.get() instanceof TestAbortedException)) {
        FailureReport.tell(cluster, wanted, test, failure.get());
      }
    } else if (wanted.judge()) {
      try {
        cluster.mustEndWell();
      } catch (AssertionError | RuntimeException broken) {
        FailureReport.tell(cluster, wanted, test, broken);
        throw broken;
      }
    }
  }
}
