package io.ringside.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test during which Vert.x found one of its threads blocked. */
public final class NoBlockedThread extends AppenderBase<ILoggingEvent> implements BeforeEachCallback, AfterEachCallback {
  private static final Logger CHECKER = (Logger) LoggerFactory.getLogger("io.vertx.core.impl.BlockedThreadChecker");

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final CountDownLatch warned = new CountDownLatch(1);

  @Override
  public void beforeEach(ExtensionContext test) {
    warnings.clear();
    start();
    CHECKER.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent warning) {
    warnings.add(warning.getFormattedMessage());
    warned.countDown();
  }

  /** Blocks until a warning has come, at most ten seconds. */
  void awaitWarning() {
    try {
      warned.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void afterEach(ExtensionContext test) {
    CHECKER.detachAppender(this);
    if (!warnings.isEmpty()) {
      throw new AssertionError("A thread of Vert.x was blocked: " + warnings);
    }
  }
}
