package io.ringside.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.ringside.config.NodeConfig;
import org.slf4j.LoggerFactory;

/** Applies what the configuration says of logs; until then {@code logback.xml} and {@code RINGSIDE_LOG_LEVEL} hold. */
final class Logging {
  private Logging() {
  }

  /** Names the node in every line of this JVM and sets the level of Ringside's own loggers. */
  static void configure(NodeConfig config) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
      logback.putProperty("node", config.self().name());
      logback.getLogger("io.ringside").setLevel(Level.toLevel(config.log().level().name()));
    }
  }
}
