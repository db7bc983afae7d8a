package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.ringside.config.NodeConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LoggingTest {
  private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();

  @AfterEach
  void asItWas() {
    MDC.clear();
    logback.putProperty("node", "-");
    logback.getLogger("io.ringside").setLevel(Level.INFO);
  }

  @Test
  void eachLineNamesTheNodeOfThisJvmOrThread() {
    assertThat(line()).endsWith("INFO  [] LoggingTest: hello" + System.lineSeparator());
    MDC.put("node", "n7");
    assertThat(line()).contains("INFO  [n7] LoggingTest: hello");
    MDC.clear();
    Logging.configure(NodeConfig.of("node.name=n2"));
    assertThat(line()).contains("INFO  [n2] LoggingTest: hello");
  }

  @Test
  void theLevelIsOursAndLibrariesStayQuiet() {
    Logging.configure(NodeConfig.of("log.level=debug"));
    assertThat(logback.getLogger("io.ringside.node").isDebugEnabled()).isTrue();
    assertThat(logback.getLogger("io.vertx").isInfoEnabled()).isFalse();
    assertThat(logback.getLogger("io.netty").isWarnEnabled()).isTrue();
    assertThat(logback.getLogger("com.hazelcast").isWarnEnabled()).as("it warns of what no operation depends on").isFalse();
  }

  private String line() {
    var appender = (ConsoleAppender<ILoggingEvent>) logback.getLogger("ROOT").getAppender("stderr");
    var layout = (PatternLayout) ((PatternLayoutEncoder) appender.getEncoder()).getLayout();
    return layout.doLayout(new LoggingEvent("", logback.getLogger(LoggingTest.class), Level.INFO, "hello", null, null));
  }
}
