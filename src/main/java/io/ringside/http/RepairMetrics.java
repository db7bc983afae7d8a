package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.message.RepairReport;
import java.util.function.ToLongFunction;

/** A node's repair as Prometheus text, to stand below what is counted from events. */
final class RepairMetrics {
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
    perPeer("oldest_verified_seconds", "Age of the tree that was longest ago found equal to the other owner's",
        peer -> peer.oldestMillis() / 1000);
    perPeer("trees_differing", "Trees that were not equal when they were last compared", RepairReport.Peer::differing);
    perPeer("keys_differing", "Records known to differ in these", RepairReport.Peer::keys);
    gauge("quarantined_records", "Records that could not be read, and are not healed", report.quarantined());
    gauge("trees_in_doubt", "1 while the trees are not compared, since they may lack something", report.inDoubt() ? 1 : 0);
    gauge("scrub_running", "1 while the node looks at all it holds", report.scrub().running() ? 1 : 0);
    gauge("scrub_ended_timestamp_seconds", "When it last had looked at all, 0: never", report.scrub().endedMillis() / 1000);
    return text.toString();
  }

  private void perPeer(String name, String help, ToLongFunction<RepairReport.Peer> value) {
    head(name, help);
    report.peers().forEach(peer -> text.append("ringside_repair_").append(name).append("{node=\"").append(self)
        .append("\",peer=\"").append(peer.node()).append("\"} ").append(value.applyAsLong(peer)).append('\n'));
  }

  private void gauge(String name, String help, long value) {
    head(name, help);
    text.append("ringside_repair_").append(name).append("{node=\"").append(self).append("\"} ").append(value).append('\n');
  }

  private void head(String name, String help) {
    text.append("# HELP ringside_repair_").append(name).append(' ').append(help).append('\n')
        .append("# TYPE ringside_repair_").append(name).append(" gauge\n");
  }
}
