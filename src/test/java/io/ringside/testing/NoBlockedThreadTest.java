package io.ringside.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NoBlockedThreadTest {
  @Test
  void aBlockedEventLoopFailsTheTest() throws Exception {
    var extension = new NoBlockedThread();
    extension.beforeEach(null);
    Vertx vertx = Vertx.vertx(new VertxOptions()
        .setBlockedThreadCheckInterval(10).setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
        .setMaxEventLoopExecuteTime(10).setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS));
    vertx.runOnContext(here -> extension.awaitWarning());
    extension.awaitWarning();
    vertx.close().await(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> extension.afterEach(null)).isInstanceOf(AssertionError.class).hasMessageContaining("blocked");
  }
}
