package io.ringside.config;

import io.ringside.NodeId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the founding roster: a member and where its event bus listens. Immutable; written
 * {@code n1=10.0.0.1:7101}.
 */
public record Founder(NodeId id, String host, int busPort) {
  private static final Pattern FORM = Pattern.compile("([^=]+)=(\\[[0-9A-Fa-f:.]+]|[^:\\s]+):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  public Founder {
    if (host.isBlank()) {
      throw new IllegalArgumentException("A member's host may not be empty");
    }
    if (busPort < 1 || busPort > MAX_PORT) {
      throw new IllegalArgumentException("A member's bus port is 1 to " + MAX_PORT + ", not " + busPort);
    }
  }

  /** Reads {@code name=host:busPort}; an IPv6 host stands in brackets. */
  public static Founder parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException("A member is written name=host:busPort, not '" + text.strip() + "'");
    }
    String host = form.group(2).startsWith("[") ? form.group(2).substring(1, form.group(2).length() - 1) : form.group(2);
    return new Founder(NodeId.of(form.group(1)), host, Integer.parseInt(form.group(3)));
  }

  @Override
  public String toString() {
    return id + "=" + (host.contains(":") ? "[" + host + "]" : host) + ":" + busPort;
  }
}
