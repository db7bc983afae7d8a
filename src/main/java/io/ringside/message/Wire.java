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

/** The bytes of what requests and answers have in common. */
final class Wire {
  /** {@code values()} copies. */
  private static final Member.Status[] STATUSES = Member.Status.values();

  private Wire() {}

  static void writeKey(ByteWriter out, Key key) {
    out.string(key.bucket()).string(key.name());
  }

  static Key readKey(ByteReader in) {
    return new Key(in.string(), in.string());
  }

  static NodeId readNode(ByteReader in) {
    return NodeId.of(in.string());
  }

  static ByteWriter writeTree(ByteWriter out, TreeId tree) {
    return out.varInt(tree.partition()).varInt(tree.n());
  }

  static TreeId readTree(ByteReader in) {
    return new TreeId(in.varInt(), in.varInt());
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
