package io.ringside.event;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.List;

/** Adds up about what an event takes in memory when its long values are cut. Used once. */
final class Weight implements Fields {
  /* Measured, and rounded up: it is a bound that rests on it, and no account. */
  private static final int EVENT_BYTES = 160;
  private static final int TEXT_BYTES = 24;
  private static final int NODE_BYTES = 8;
  private static final int DOT_BYTES = 96;
  private static final int VERSION_BYTES = 256;

  private final int maxBytes;
  private long heapBytes = EVENT_BYTES;
  private boolean cut;
  private Key key;

  /** Values longer than {@code maxBytes} bytes will be cut. */
  Weight(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  int heapBytes() {
    return (int) Math.min(heapBytes, Integer.MAX_VALUE);
  }

  /** Whether there was a longer one. */
  boolean isCut() {
    return cut;
  }

  /** What it is about; null if that is no key. */
  Key key() {
    return key;
  }

  @Override
  public Fields key(Key about) {
    key = about;
    return Fields.super.key(about);
  }

  @Override
  public Fields text(String name, String value) {
    return add(TEXT_BYTES + value.length());
  }

  @Override
  public Fields number(String name, long value) {
    return this;
  }

  @Override
  public Fields big(String name, long value) {
    return this;
  }

  @Override
  public Fields flag(String name, boolean value) {
    return this;
  }

  @Override
  public Fields nodes(String name, List<NodeId> nodes) {
    return add((long) NODE_BYTES * nodes.size());
  }

  @Override
  public Fields context(String name, CausalContext context) {
    return add((long) DOT_BYTES * (context.clock().counters().size() + context.dots().size()));
  }

  @Override
  public Fields siblings(String name, Siblings siblings) {
    context(name, siblings.context());
    siblings.versions().values().forEach(this::version);
    return this;
  }

  private void version(Version version) {
    context("past", version.past());
    add(VERSION_BYTES + (long) DOT_BYTES * version.replaced().entries().size());
    version.content().ifPresent(this::content);
  }

  private void content(Content content) {
    int size = content.body().size();
    cut |= size > maxBytes;
    add(Math.min(size, maxBytes));
    content.metadata().forEach((name, value) -> text(name, value).text(name, name));
  }

  private Fields add(long bytes) {
    heapBytes += bytes;
    return this;
  }
}
