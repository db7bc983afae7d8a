package io.ringside.version;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import java.util.Base64;
import java.util.zip.CRC32C;

/** A causal context as clients carry it: opaque text, bound to one cluster and one key, so that it cannot be used elsewhere. */
public final class ContextToken {
  /*
   * What a token weighs: about 100 characters for each actor that ever wrote the key, at the most (its node's name, epoch and
   * counter), and as much for each isolated dot. Dots may be left out; actors may not, since the write would then supersede less
   * than its writer saw, and what it read would stay beside it for ever. Actors are few, one per node, and one more each time
   * that a node loses its trust in its own past; but nothing bounds them. So no honest token is refused here: where tokens travel
   * in headers, the limit on those decides, and whoever runs the nodes can raise it.
   */
  /** More isolated dots than this are never kept; see {@link CausalContext#limitedTo}. */
  public static final int MAX_DOTS = 64;

  /** A longer token is refused unread: no header that carries it could be allowed. Ten thousand actors fit. */
  public static final int MAX_CHARACTERS = 1 << 20;

  private static final int FORMAT = 1;

  private final String cluster;
  private final int dots;

  public ContextToken(String cluster) {
    this(cluster, MAX_DOTS);
  }

  /** Tokens with at most {@code dots} isolated dots; {@link #MAX_DOTS} is the most. */
  public ContextToken(String cluster, int dots) {
    if (dots < 1 || dots > MAX_DOTS) {
      throw new IllegalArgumentException("A token keeps 1 to " + MAX_DOTS + " isolated dots, not " + dots);
    }
    this.cluster = cluster;
    this.dots = dots;
  }

  /** {@code kept} is the dot that is not left out, whatever the limit; may be null. */
  public String encode(Key key, CausalContext context, Dot kept) {
    var body = new ByteWriter();
    VersionCodec.writeContext(body, context.limitedTo(dots, kept));
    Bytes bytes = body.toBytes();
    Bytes token = new ByteWriter().u8(FORMAT).i32(seal(key, bytes)).raw(bytes).toBytes();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
  }

  /**
   * The context in a token.
   *
   * @throws MalformedBytes if it was not made by this cluster for this key
   */
  public CausalContext decode(Key key, String token) {
    if (token.length() > MAX_CHARACTERS) {
      throw new MalformedBytes("it has " + token.length() + " characters, more than " + MAX_CHARACTERS);
    }
    var in = new ByteReader(Bytes.wrap(fromBase64(token)));
    int format = in.u8();
    if (format != FORMAT) {
      throw new MalformedBytes("its format is " + format + ", and this build knows " + FORMAT);
    }
    int seal = in.i32();
    Bytes body = in.raw(in.remaining());
    if (seal != seal(key, body)) {
      throw new MalformedBytes("it was changed, or belongs to another key or another cluster");
    }
    var context = new ByteReader(body);
    CausalContext decoded = VersionCodec.readContext(context);
    context.end();
    return decoded;
  }

  private static byte[] fromBase64(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedBytes("it is not base64url");
    }
  }

  private int seal(Key key, Bytes body) {
    Bytes sealed = new ByteWriter().string(cluster).string(key.bucket()).string(key.name()).raw(body).toBytes();
    var crc = new CRC32C();
    crc.update(sealed.array());
    return (int) crc.getValue();
  }
}
