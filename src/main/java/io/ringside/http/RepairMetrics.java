package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.message.RepairReport;
import java.util.function.ToLongFunction;

/** A node's repair, and what it has yet to forget, as Prometheus text, to stand below what is counted from events. */
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
    perPeer("repair_oldest_verified_seconds", "Age of the tree that was longest ago found equal to the other owner's",
        peer -> peer.oldestMillis() / 1000);
    perPeer("repair_trees_differing", "Trees that were not equal when they were last compared", RepairReport.Peer::differing);
    perPeer("repair_keys_differing", "Records known to differ in these", RepairReport.Peer::keys);
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

  private void perPeer(String name, String help, ToLongFunction<RepairReport.Peer> value) {
    head(name, help);
    report.peers().forEach(peer -> text.append("ringside_").append(name).append("{node=\"").append(self)
        .append("\",peer=\"").append(peer.node()).append("\"} ").append(value.applyAsLong(peer)).append('\n'));
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
