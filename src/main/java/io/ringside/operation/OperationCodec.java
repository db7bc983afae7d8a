package io.ringside.operation;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.operation.Explanation.Attempt;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.VersionCodec;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The bytes of every operation, its answer and its failure, between a client and a coordinator. One tag byte each; the tags are
 * never reused. Bytes that it did not write end in {@link MalformedBytes}.
 */
public final class OperationCodec {
  private static final int GET = 1;
  private static final int PUT = 2;
  private static final int DELETE = 3;
  private static final int RESTORE = 4;

  private static final int FOUND = 1;
  private static final int WRITTEN = 2;
  private static final int RESTORED = 3;
  private static final int FAILED = 128;

  private OperationCodec() {}

  // operations

  public static Bytes encode(Operation<?> operation) {
    var out = new ByteWriter(256);
    if (operation instanceof Operation.Get get) {
      writeKey(out.u8(GET), get.key());
    } else if (operation instanceof Operation.Put put) {
      writeKey(out.u8(PUT), put.key());
      VersionCodec.writeContent(out, put.content());
      VersionCodec.writeContext(out, put.context());
      VersionCodec.writeRequestId(out, put.request());
      out.bool(put.onlyIfAbsent());
    } else if (operation instanceof Operation.Delete delete) {
      writeKey(out.u8(DELETE), delete.key());
      VersionCodec.writeContext(out, delete.context());
      VersionCodec.writeRequestId(out, delete.request());
    } else if (operation instanceof Operation.Restore restore) {
      writeKey(out.u8(RESTORE), restore.key());
      VersionCodec.writeSiblings(out, restore.siblings());
    } else {
      throw new IllegalArgumentException("No bytes are defined for " + operation);
    }
    writeOptions(out, operation.options());
    return out.toBytes();
  }

  /** Whether a restore may begin with this byte. */
  public static boolean isRestore(int firstByte) {
    return firstByte == RESTORE;
  }

  public static Operation<?> decode(Bytes bytes) {
    return whole(bytes, OperationCodec::readOperation);
  }

  private static Operation<?> readOperation(ByteReader in) {
    int tag = in.u8();
    return switch (tag) {
      case GET -> new Operation.Get(readKey(in), readOptions(in));
      case PUT -> readPut(in);
      case DELETE -> readDelete(in);
      case RESTORE -> new Operation.Restore(readKey(in), VersionCodec.readSiblings(in), readOptions(in));
      default -> throw new MalformedBytes("no operation has the tag " + tag);
    };
  }

  private static Operation.Put readPut(ByteReader in) {
    Key key = readKey(in);
    Content content = VersionCodec.readContent(in);
    CausalContext context = VersionCodec.readContext(in);
    RequestId request = VersionCodec.readRequestId(in);
    return new Operation.Put(key, content, context, request, in.bool(), readOptions(in));
  }

  private static Operation.Delete readDelete(ByteReader in) {
    Key key = readKey(in);
    CausalContext context = VersionCodec.readContext(in);
    return new Operation.Delete(key, context, VersionCodec.readRequestId(in), readOptions(in));
  }

  // answers

  /** The answer to an operation: {@link Found}, {@link Written} or {@link Restored}. */
  public static Bytes encodeAnswer(Object answer) {
    var out = new ByteWriter(256);
    if (answer instanceof Found found) {
      VersionCodec.writeSiblings(out.u8(FOUND), found.siblings());
      writeOptional(out, found.explanation(), OperationCodec::writeExplanation);
    } else if (answer instanceof Written written) {
      VersionCodec.writeDot(out.u8(WRITTEN), written.dot());
      VersionCodec.writeContext(out, written.context());
      writeOptional(out, written.explanation(), OperationCodec::writeExplanation);
    } else if (answer instanceof Restored restored) {
      writeOptional(out.u8(RESTORED).varInt(restored.stored()), restored.explanation(), OperationCodec::writeExplanation);
    } else {
      throw new IllegalArgumentException("No bytes are defined for " + answer);
    }
    return out.toBytes();
  }

  public static Bytes encodeFailure(OperationFailure failure) {
    var out = new ByteWriter()
        .u8(FAILED)
        .u8(failure.kind().ordinal())
        .string(String.valueOf(failure.getMessage()))
        .string(failure.hint())
        .u8(failure.effect().ordinal())
        .varInt(failure.stored());
    writeOptional(out, failure.explanation(), OperationCodec::writeExplanation);
    return out.toBytes();
  }

  /**
   * The answer in these bytes.
   *
   * @throws OperationFailure the failure in these bytes
   */
  public static Object decodeAnswer(Bytes bytes) {
    Object answer = whole(bytes, OperationCodec::readAnswer);
    if (answer instanceof OperationFailure failure) {
      throw failure;
    }
    return answer;
  }

  private static Object readAnswer(ByteReader in) {
    int tag = in.u8();
    return switch (tag) {
      case FOUND -> new Found(VersionCodec.readSiblings(in), readOptional(in, OperationCodec::readExplanation));
      case WRITTEN -> new Written(
          VersionCodec.readDot(in), VersionCodec.readContext(in), readOptional(in, OperationCodec::readExplanation));
      case RESTORED -> new Restored(in.varInt(), readOptional(in, OperationCodec::readExplanation));
      case FAILED -> readFailure(in);
      default -> throw new MalformedBytes("no answer has the tag " + tag);
    };
  }

  private static OperationFailure readFailure(ByteReader in) {
    var failure = new OperationFailure(in.oneOf(OperationFailure.Kind.values()), in.string(), in.string(),
        in.oneOf(OperationFailure.Effect.values()), in.varInt());
    return readOptional(in, OperationCodec::readExplanation).map(failure::explainedBy).orElse(failure);
  }

  private static void writeExplanation(ByteWriter out, Explanation explanation) {
    out.string(explanation.coordinator().name()).varInt(explanation.partition());
    writeNodes(out, explanation.primaries());
    writeNodes(out, explanation.fallbacks());
    out.varInt(explanation.quorum()).varInt(explanation.primaryQuorum()).varInt(explanation.attempts().size());
    explanation.attempts().forEach(attempt -> writeAttempt(out, attempt));
    out.varLong(explanation.tookMillis());
  }

  private static Explanation readExplanation(ByteReader in) {
    return new Explanation(
        readNode(in), in.varInt(), readNodes(in), readNodes(in), in.varInt(), in.varInt(),
        in.list(() -> readAttempt(in)), in.varLong());
  }

  private static void writeAttempt(ByteWriter out, Attempt attempt) {
    out.string(attempt.node().name());
    writeOptional(out, attempt.standsInFor(), (to, node) -> to.string(node.name()));
    out.string(attempt.outcome()).string(attempt.reason());
    VersionCodec.writeContext(out, attempt.context());
    out.varLong(attempt.tookMillis()).bool(attempt.counted()).bool(attempt.repaired());
  }

  private static Attempt readAttempt(ByteReader in) {
    return new Attempt(
        readNode(in), readOptional(in, OperationCodec::readNode), in.string(), in.string(),
        VersionCodec.readContext(in), in.varLong(), in.bool(), in.bool());
  }

  // parts

  private static void writeOptions(ByteWriter out, Options options) {
    out.i32(options.n().value()).i32(options.quorum().value()).i32(options.primaries().value());
    out.varLong(options.timeoutMillis()).u8(options.fanout().ordinal());
    out.bool(options.notFoundOk()).bool(options.explain()).u8(options.repair().ordinal()).varLong(options.ttlMillis());
  }

  private static Options readOptions(ByteReader in) {
    return new Options(
        new Count(in.i32()), new Count(in.i32()), new Count(in.i32()),
        in.varLong(), in.oneOf(Options.Fanout.values()), in.bool(), in.bool(),
        in.oneOf(Options.Repair.values()), in.varLong());
  }

  private static void writeKey(ByteWriter out, Key key) {
    out.string(key.bucket()).string(key.name());
  }

  private static Key readKey(ByteReader in) {
    return new Key(in.word(), in.string());
  }

  private static NodeId readNode(ByteReader in) {
    return in.node();
  }

  private static void writeNodes(ByteWriter out, List<NodeId> nodes) {
    out.varInt(nodes.size());
    nodes.forEach(node -> out.string(node.name()));
  }

  private static List<NodeId> readNodes(ByteReader in) {
    return in.list(() -> readNode(in));
  }

  private static <T> void writeOptional(ByteWriter out, Optional<T> value, BiConsumer<ByteWriter, T> write) {
    out.bool(value.isPresent());
    value.ifPresent(present -> write.accept(out, present));
  }

  private static <T> Optional<T> readOptional(ByteReader in, Function<ByteReader, T> read) {
    return in.bool() ? Optional.of(read.apply(in)) : Optional.empty();
  }

  /** All of the bytes; what a value's own check refuses was not written by this codec. */
  private static <T> T whole(Bytes bytes, Function<ByteReader, T> read) {
    var in = new ByteReader(bytes);
    T value = ByteReader.checked(() -> read.apply(in));
    in.end();
    return value;
  }
}
