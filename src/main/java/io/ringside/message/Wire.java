package io.ringside.message;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.PackedMap;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.merkle.TreeId;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of what requests and answers have in common. */
final class Wire {
  /** {@code values()} copies. */
  private static final Member.Status[] STATUSES = Member.Status.values();

  private Wire() {}

  static void writeKey(ByteWriter out, Key key) {
    out.string(key.bucket()).string(key.name());
  }

  static Key readKey(ByteReader in) {
    return new Key(in.word(), in.string());
  }

  static NodeId readNode(ByteReader in) {
    return in.node();
  }

  static ByteWriter writeTree(ByteWriter out, TreeId tree) {
    return out.varInt(tree.partition()).varInt(tree.n());
  }

  static TreeId readTree(ByteReader in) {
    return new TreeId(in.varInt(), in.varInt());
  }

  static ByteWriter writeDiskStart(ByteWriter out, DiskStart start) {
    return out.i64(start.disk()).varLong(start.start());
  }

  static DiskStart readDiskStart(ByteReader in) {
    return new DiskStart(in.i64(), in.varLong());
  }

  static ByteWriter writeDiskStarts(ByteWriter out, SortedMap<NodeId, DiskStart> starts) {
    out.varInt(starts.size());
    starts.forEach((node, start) -> writeDiskStart(out.string(node.name()), start));
    return out;
  }

  static SortedMap<NodeId, DiskStart> readDiskStarts(ByteReader in) {
    var starts = new TreeMap<NodeId, DiskStart>();
    for (int left = in.length(); left > 0; left--) {
      starts.put(readNode(in), readDiskStart(in));
    }
    return starts;
  }

  static void writeMember(ByteWriter out, Member member) {
    out.string(member.node().name()).varLong(member.incarnation()).u8(member.status().ordinal());
  }

  static Member readMember(ByteReader in) {
    return new Member(readNode(in), in.varLong(), in.oneOf(STATUSES));
  }

  static void writeMembers(ByteWriter out, Collection<Member> members) {
    out.varInt(members.size());
    members.forEach(member -> writeMember(out, member));
  }

  /** Members and, if there are any, accusers, which a tag of its own must announce: the form without them is the older one. */
  static void writeNews(ByteWriter out, News news) {
    writeMembers(out, news.members());
    if (!news.accusers().isEmpty()) {
      out.varInt(news.accusers().size());
      news.accusers().forEach((suspect, accusers) -> {
        out.string(suspect.name()).varInt(accusers.size());
        accusers.forEach(accuser -> out.string(accuser.name()));
      });
    }
  }

  static News readNews(ByteReader in) {
    return new News(in.list(() -> readMember(in)));
  }

  static News readNewsWithAccusers(ByteReader in) {
    List<Member> members = in.list(() -> readMember(in));
    var accusers = new TreeMap<NodeId, List<NodeId>>();
    for (int left = in.length(); left > 0; left--) {
      accusers.put(readNode(in), in.list(() -> readNode(in)));
    }
    return new News(members, accusers);
  }

  static void writeView(ByteWriter out, ClusterView view) {
    writeMembers(out, view.members().values());
  }

  static ClusterView readView(ByteReader in) {
    int count = in.length();
    var members = new PackedMap.Builder<NodeId, Member>(count);
    for (int left = count; left > 0; left--) {
      Member member = readMember(in);
      members.put(member.node(), member);
    }
    return new ClusterView(members.build());
  }
}
