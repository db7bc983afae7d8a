package io.ringside.era;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.message.DiskStart;
import io.ringside.message.EraReport;
import io.ringside.message.Request;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where this node is with one partition, as {@link EraReport} has it. Immutable.
 *
 * @param promised it goes along with no era below this
 * @param era what it takes in must not come from an earlier one
 * @param reaped the last era in which tombstones may have been reaped
 * @param raisedIn in which of its starts each member had raised that era, as far as it is known
 */
record Standing(long promised, long era, long reaped, SortedMap<NodeId, DiskStart> raisedIn) {
  static final Standing FIRST =
      new Standing(Request.FIRST_ERA, Request.FIRST_ERA, Request.FIRST_ERA, Collections.emptySortedMap());

  Standing {
    raisedIn = Collections.unmodifiableSortedMap(new TreeMap<>(raisedIn));
  }

  Standing promising(long number) {
    return new Standing(number, era, reaped, raisedIn);
  }

  Standing raised() {
    return new Standing(promised, promised, reaped, raisedIn);
  }

  Standing marked(SortedMap<NodeId, DiskStart> nowRaisedIn) {
    return new Standing(promised, era, era, nowRaisedIn);
  }

  EraReport report(boolean done) {
    return report(raisedIn, done);
  }

  EraReport report(SortedMap<NodeId, DiskStart> told, boolean done) {
    return new EraReport(promised, era, reaped, told, done);
  }

  Bytes encode() {
    var out = new ByteWriter().varLong(promised).varLong(era).varLong(reaped).varInt(raisedIn.size());
    raisedIn.forEach((node, start) -> out.string(node.name()).i64(start.disk()).varLong(start.start()));
    return out.toBytes();
  }

  /** An earlier build ended after the three numbers. */
  static Standing decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    long promised = in.varLong();
    long era = in.varLong();
    long reaped = in.varLong();
    var raisedIn = new TreeMap<NodeId, DiskStart>();
    if (in.remaining() > 0) {
      for (int left = in.length(); left > 0; left--) {
        raisedIn.put(in.node(), new DiskStart(in.i64(), in.varLong()));
      }
    }
    in.end();
    return new Standing(promised, era, reaped, raisedIn);
  }
}
