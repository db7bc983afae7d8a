package io.ringside;

import java.util.regex.Pattern;

/** The stable name of one member, for example {@code n1}. Immutable; ordered by name, so that every node sorts alike. */
public record NodeId(String name) implements Comparable<NodeId> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  public NodeId {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A node's name is 1 to 64 letters, digits, '.', '_' or '-', and starts with a letter or digit, not '" + name + "'");
    }
  }

  public static NodeId of(String name) {
    return new NodeId(name);
  }

  @Override
  public int compareTo(NodeId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
