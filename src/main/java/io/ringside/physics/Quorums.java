package io.ringside.physics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** N replicas, of which R answer a read and W a write. Immutable. */
public record Quorums(int n, int r, int w) {
  private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,3})\\s*/\\s*(\\d{1,3})\\s*");

  public Quorums {
    if (r < 1 || w < 1 || r > n || w > n) {
      throw new IllegalArgumentException("R and W are between 1 and N=" + n + ", not R=" + r + " and W=" + w);
    }
  }

  /** Reads {@code 1/2}, which is R=1 and W=2. */
  static Quorums parse(String text, int n) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("'" + text.strip() + "' is no pair of quorums: write R/W, as in 1/2");
    }
    return new Quorums(n, Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
  }

  /** Every read quorum meets every write quorum: then no read is stale, by arithmetic. */
  public boolean overlap() {
    return r + w > n;
  }

  @Override
  public String toString() {
    return "R=" + r + " W=" + w + (n == 3 ? "" : " N=" + n);
  }
}
