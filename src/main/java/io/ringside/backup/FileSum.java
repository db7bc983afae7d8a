package io.ringside.backup;

import java.nio.file.Path;

/** One file of a backup as it was when that was made. Immutable. {@code path} is relative, with slashes. */
record FileSum(String path, long sizeBytes, String sha256) {
  FileSum {
    Path relative = Path.of(path);
    if (path.isEmpty() || relative.isAbsolute() || !relative.normalize().equals(relative) || relative.startsWith("..")) {
      throw new IllegalArgumentException("A file of a backup lies within it, and '" + path + "' does not");
    }
    if (sizeBytes < 0) {
      throw new IllegalArgumentException(path + " cannot have " + sizeBytes + " bytes");
    }
  }
}
