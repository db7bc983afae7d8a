package io.ringside.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * {@code cluster.json} in a cluster's directory: who its members are, and how to reach the process that looks after them.
 * Readable by its owner only, since the token lets one stop members. Immutable.
 *
 * @param pid of the process that looks after the members
 * @param port where that process takes orders, on loopback
 * @param token what an order must bring
 */
public record ClusterFile(long pid, int port, String token, List<MemberPlan> plans, List<MemberState> members) {
  private static final String NAME = "cluster.json";
  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public ClusterFile {
    plans = List.copyOf(plans);
    members = List.copyOf(members);
  }

  /** True if there is a cluster in this directory, running or not. */
  public static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(NAME));
  }

  /** What stands in the directory's file; empty if there is none. */
  public static Optional<ClusterFile> read(Path directory) {
    Path file = directory.resolve(NAME);
    if (!isIn(directory)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), ClusterFile.class));
    } catch (IOException thrown) {
      throw new ClusterFailure(file + " cannot be read: " + thrown.getMessage(),
          "remove it; the members' data stays, their ports are chosen anew");
    }
  }

  /** Replaces the file as a whole: who reads meanwhile sees the old or the new one. */
  void write(Path directory) {
    try {
      Path fresh = Files.createTempFile(directory, NAME, "",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      JSON.writeValue(fresh.toFile(), this);
      Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException thrown) {
      throw new ClusterFailure(directory.resolve(NAME) + " cannot be written: " + thrown.getMessage(),
          "check its rights and its disk");
    }
  }
}
