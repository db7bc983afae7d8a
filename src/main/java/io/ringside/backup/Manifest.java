package io.ringside.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.NodeId;
import io.ringside.message.BackupName;
import io.ringside.storage.BackupLabel;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a backup says of itself, in {@code backup.json}: whose it is, of when, and every file with its size and checksum.
 * Immutable.
 */
public record Manifest(BackupLabel label, List<FileSum> files) {
  /** Stands on disk: raised when an older program could not read what a newer one wrote. */
  static final int FORMAT = 1;

  /** The checksum of all the rest, whatever fields that has. */
  private static final String SEAL = "seal";

  private static final ObjectMapper JSON = new ObjectMapper();

  public Manifest {
    files = List.copyOf(files);
  }

  /** Of all files together. */
  public long sizeBytes() {
    return files.stream().mapToLong(FileSum::sizeBytes).sum();
  }

  public int fileCount() {
    return files.size();
  }

  String toJson() {
    ObjectNode json = JSON.createObjectNode()
        .put("format", FORMAT)
        .put("name", label.name().text())
        .put("cluster", label.cluster())
        .put("node", label.node().name())
        .put("start", Long.toString(label.start()));
    var members = json.putArray("members");
    label.members().forEach(member -> members.add(member.name()));
    json.put("partitions", label.partitions())
        .put("ringEpoch", Long.toUnsignedString(label.ringEpoch()))
        .put("taken", Instant.ofEpochMilli(label.takenMillis()).toString());
    var list = json.putArray("files");
    files.forEach(file -> list.addObject()
        .put("path", file.path()).put("sizeBytes", file.sizeBytes()).put("sha256", file.sha256()));
    return json.put(SEAL, sealOf(json)).toPrettyString() + "\n";
  }

  private static String sealOf(ObjectNode unsealed) {
    return Sha256.of(unsealed.toString());
  }

  /**
   * What the text says.
   *
   * @throws IllegalArgumentException in plain words, if it is not whole
   */
  static Manifest parse(String text) {
    ObjectNode json = object(text);
    JsonNode format = json.path("format");
    if (format.isInt() && format.intValue() != FORMAT) {
      throw new IllegalArgumentException("it has the format " + format + ", and this program knows " + FORMAT);
    }
    String seal = json.path(SEAL).asText();
    json.remove(SEAL);
    if (!seal.equals(sealOf(json))) {
      throw new IllegalArgumentException("it is not what was written: its seal is broken");
    }
    try {
      return read(json);
    } catch (DateTimeException | IllegalArgumentException impossible) {
      throw new IllegalArgumentException("it makes no sense: " + impossible.getMessage(), impossible);
    }
  }

  private static ObjectNode object(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("it is cut short, or no JSON", broken);
    }
    throw new IllegalArgumentException("it is no JSON object");
  }

  private static Manifest read(ObjectNode json) {
    SortedSet<NodeId> members = new TreeSet<>();
    json.path("members").forEach(name -> members.add(NodeId.of(name.asText())));
    var label = new BackupLabel(
        new BackupName(json.path("name").asText()), json.path("cluster").asText(), NodeId.of(json.path("node").asText()),
        Long.parseLong(json.path("start").asText()), members, json.path("partitions").asInt(),
        Long.parseUnsignedLong(json.path("ringEpoch").asText()), Instant.parse(json.path("taken").asText()).toEpochMilli());
    var files = new ArrayList<FileSum>();
    json.path("files").forEach(file -> files.add(new FileSum(
        file.path("path").asText(), file.path("sizeBytes").asLong(-1), file.path("sha256").asText())));
    return new Manifest(label, files);
  }
}
