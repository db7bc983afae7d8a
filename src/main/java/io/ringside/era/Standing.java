package io.ringside.era;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.message.EraReport;
import io.ringside.message.Request;

/**
 * Where this node is with one partition, as {@link EraReport} has it. Immutable.
 *
 * @param promised it goes along with no era below this
 * @param era what it takes in must not come from an earlier one
 * @param reaped the last era in which tombstones may have been reaped
 */
record Standing(long promised, long era, long reaped) {
  static final Standing FIRST = new Standing(Request.FIRST_ERA, Request.FIRST_ERA, Request.FIRST_ERA);

  Standing promising(long number) {
    return new Standing(number, era, reaped);
  }

  Standing raised() {
    return new Standing(promised, promised, reaped);
  }

  Standing marked() {
    return new Standing(promised, era, era);
  }

  EraReport report(boolean done) {
    return new EraReport(promised, era, reaped, done);
  }

  Bytes encode() {
    return new ByteWriter().varLong(promised).varLong(era).varLong(reaped).toBytes();
  }

  static Standing decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    var standing = new Standing(in.varLong(), in.varLong(), in.varLong());
    in.end();
    return standing;
  }
}
