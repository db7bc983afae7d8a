package io.ringside.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the time of some work went, as samples of the calling thread's stack say. Immutable. */
public record TimeProfile(long samples, List<Share> shares) {
  /*
   * The JDK's own flight recorder samples at any point, not only at safepoints, so the classes that are shown are those that
   * run. A sample counts for the innermost frame of ours: what a map does for a codec is the codec's time.
   */
  private static final String OURS = "io.ringside.";
  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final Duration PERIOD = Duration.ofMillis(10);

  /** Of a class or of a package; {@code samples} of all. */
  public record Share(String where, long samples) {}

  public TimeProfile {
    shares = List.copyOf(shares);
  }

  /** What some work came to, and where its time went. */
  public record Profiled<R>(R result, TimeProfile profile) {}

  /** Does the work in the calling thread, and watches it. */
  public static <R> Profiled<R> of(Supplier<R> work) {
    String thread = Thread.currentThread().getName();
    try (var recording = new Recording()) {
      recording.enable(SAMPLE).withPeriod(PERIOD);
      recording.start();
      R result = work.get();
      recording.stop();
      return new Profiled<>(result, read(recording, thread));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("The flight recorder's file cannot be read", unreadable);
    }
  }

  private static TimeProfile read(Recording recording, String thread) throws IOException {
    Path file = Files.createTempFile("ringside", ".jfr");
    try {
      recording.dump(file);
      var classes = new TreeMap<String, Long>();
      for (RecordedEvent sample : RecordingFile.readAllEvents(file)) {
        if (SAMPLE.equals(sample.getEventType().getName()) && isOf(thread, sample)) {
          classes.merge(ownClass(sample), 1L, Long::sum);
        }
      }
      return of(classes);
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isOf(String thread, RecordedEvent sample) {
    return sample.getThread("sampledThread") != null && thread.equals(sample.getThread("sampledThread").getJavaName())
        && sample.getStackTrace() != null;
  }

  private static String ownClass(RecordedEvent sample) {
    for (RecordedFrame frame : sample.getStackTrace().getFrames()) {
      String name = frame.getMethod().getType().getName();
      if (name.startsWith(OURS)) {
        String inHouse = name.substring(OURS.length());
        return inHouse.split("[$/]", 2)[0];
      }
    }
    return "libraries";
  }

  private static TimeProfile of(TreeMap<String, Long> samples) {
    var shares = new ArrayList<Share>();
    samples.forEach((where, count) -> shares.add(new Share(where, count)));
    shares.sort(Comparator.comparingLong(Share::samples).reversed().thenComparing(Share::where));
    return new TimeProfile(shares.stream().mapToLong(Share::samples).sum(), shares);
  }

  /** The same by package. */
  public TimeProfile byPackage() {
    var packages = new TreeMap<String, Long>();
    shares.forEach(share -> packages.merge(packageOf(share.where()), share.samples(), Long::sum));
    return of(packages);
  }

  /** What stands at the root of the house has no package to name. */
  private static String packageOf(String where) {
    int dot = where.lastIndexOf('.');
    return dot >= 0 ? where.substring(0, dot) : Character.isUpperCase(where.charAt(0)) ? "ringside" : where;
  }

  /** In per cent of all samples. */
  public double percent(Share share) {
    return 100.0 * share.samples() / Math.max(1, samples);
  }
}
