package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.message.RepairReport;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A node's repair, and what it has yet to forget, as Prometheus text, to stand below what is counted from events. */
final class RepairMetrics {
  private static final double MILLIS_PER_SECOND = 1000;

  private final StringBuilder text = new StringBuilder();
  private final NodeId self;
  private final RepairReport report;

  private RepairMetrics(NodeId self, RepairReport report) {
    this.self = self;
    this.report = report;
  }

  static String of(NodeId self, RepairReport report) {
    return new RepairMetrics(self, report).write();
  }

  private String write() {
    perPeer("repair_oldest_verified_seconds", "Age of the tree that was longest ago found equal to the other owner's",
        peer -> number(peer.oldestMillis() / 1000));
    perPeer("repair_trees_differing", "Trees that were not equal when they were last compared",
        peer -> number(peer.difference().trees()));
    perPeer("repair_keys_differing", "Records known to differ in these", peer -> number(peer.difference().keys()));
    perPeer("repair_bytes_differing", "Of these records, of each the larger of the two, in bytes",
        peer -> number(peer.difference().bytes()));
    perPeer("repair_open_seconds", "For how long something has needed repair, 0: nothing does",
        peer -> seconds(OptionalLong.of(peer.difference().openMillis().orElse(0))));
    perPeer("repair_left_seconds", "How long that will take yet as fast as it goes now, if that can be told",
        peer -> seconds(peer.difference().leftMillis()));
    perPeer("repair_converged_seconds", "How long it took the last time from the first difference to all equal",
        peer -> seconds(peer.difference().tookMillis()));
    gauge("repair_quarantined_records", "Records that could not be read, and are not healed", report.quarantined());
    gauge("repair_trees_in_doubt", "1 while the trees are not compared, since they may lack something", report.inDoubt() ? 1 : 0);
    gauge("repair_scrub_running", "1 while the node looks at all it holds", report.scrub().running() ? 1 : 0);
    gauge("repair_scrub_ended_timestamp_seconds", "When it last had looked at all, 0: never", report.scrub().endedMillis() / 1000);
    deletes(report.deletes());
    return text.toString();
  }

  /** What is not counted yet is better not there than wrong. */
  private void deletes(RepairReport.Deletes deletes) {
    if (deletes.counted()) {
      gauge("deletes_waiting_records", "Deleted and expired records that the node has not forgotten yet", deletes.waiting());
      gauge("deletes_oldest_seconds", "For how long the first of them has been dead", deletes.oldestMillis() / 1000);
    }
  }

  private void perPeer(String name, String help, Function<RepairReport.Peer, Optional<String>> value) {
    head(name, help);
    report.peers().forEach(peer -> value.apply(peer).ifPresent(known -> text.append("ringside_").append(name)
        .append("{node=\"").append(self).append("\",peer=\"").append(peer.node()).append("\"} ").append(known).append('\n')));
  }

  private static Optional<String> number(long value) {
    return Optional.of(String.valueOf(value));
  }

  /** What is not known is better not there than wrong. */
  private static Optional<String> seconds(OptionalLong millis) {
    return millis.isPresent() ? Optional.of(String.valueOf(millis.getAsLong() / MILLIS_PER_SECOND)) : Optional.empty();
  }

  private void gauge(String name, String help, long value) {
    head(name, help);
    text.append("ringside_").append(name).append("{node=\"").append(self).append("\"} ").append(value).append('\n');
  }

  private void head(String name, String help) {
    text.append("# HELP ringside_").append(name).append(' ').append(help).append('\n')
        .append("# TYPE ringside_").append(name).append(" gauge\n");
  }
}
