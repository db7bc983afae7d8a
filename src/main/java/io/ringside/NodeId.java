package io.ringside;

/** The stable name of one member, for example {@code n1}. Immutable; ordered by name, so that every node sorts alike. */
public record NodeId(String name) implements Comparable<NodeId> {
  private static final int MAX_LENGTH = 64;

  public NodeId {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "A node's name is 1 to 64 letters, digits, '.', '_' or '-', and starts with a letter or digit, not '" + name + "'");
    }
  }

  /** No regular expression: every dot that is read makes a node id. */
  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || !isLetterOrDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  public static NodeId of(String name) {
    return new NodeId(name);
  }

  @Override
  public int compareTo(NodeId other) {
    return this == other ? 0 : name.compareTo(other.name);
  }

  /** As a record's own, written out: nothing is compared more often. */
  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof NodeId that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
