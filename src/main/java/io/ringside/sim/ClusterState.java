package io.ringside.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Key;
import io.ringside.event.EventJson;
import io.ringside.membership.Member;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a recorded log lets one know of nodes and faults, read from disks, processes and the network, not from the log. Whoever
 * folds the log has to come to the same.
 */
final class ClusterState {
  private ClusterState() {}

  static ObjectNode of(Collection<SimMember> members, SimNetwork network) {
    SortedMap<String, Long> broken = new TreeMap<>(network.brokenNow());
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    ObjectNode nodes = state.putObject("nodes");
    members.forEach(member -> {
      broken.putAll(member.brokenNow());
      describe(member, nodes.putObject(member.id().name()));
    });
    broken.forEach(state.putObject("faults")::put);
    return state;
  }

  private static void describe(SimMember member, ObjectNode to) {
    to.put("up", member.isUp());
    to.put("start", Integer.toString(member.lives()));
    to.put("pausedUntil", member.life().map(Life::asleepUntilMicros).orElse(0L));
    DiskContents disk = DiskContents.of(member.platter());
    ObjectNode records = to.putObject("records");
    disk.records().forEach((address, siblings) -> put(records, StoreKeys.dataKey(address), siblings));
    ObjectNode hints = to.putObject("hints");
    disk.hints().forEach((address, siblings) ->
        put(hints.withObjectProperty(StoreKeys.hintTarget(address).name()), StoreKeys.hintKey(address), siblings));
    ObjectNode view = to.putObject("view");
    member.view().ifPresent(whole -> whole.members().forEach((node, belief) -> {
      if (!belief.equals(Member.unheard(node))) {
        view.putObject(node.name()).put("status", belief.status().name().toLowerCase(Locale.ROOT))
            .put("incarnation", Long.toUnsignedString(belief.incarnation()));
      }
    }));
  }

  private static void put(ObjectNode to, Key key, Siblings siblings) {
    to.withObjectProperty(key.bucket()).set(key.name(), EventJson.siblings(siblings, EventJson.MAX_SHOWN_BYTES));
  }
}
