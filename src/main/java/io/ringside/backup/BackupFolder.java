package io.ringside.backup;

import io.ringside.storage.BackupLabel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The directory of one node's backup. Its manifest is written last, in one step: a backup without one was never finished. Its
 * methods block.
 */
public record BackupFolder(Path path) {
  private static final String MANIFEST = "backup.json";
  private static final String UNFINISHED_MANIFEST = "backup.json.new";
  private static final String RETIRED_MANIFEST = "backup.json.used";
  /** What a backup has, as a data directory does: one of them shows that there was something, though its end is missing. */
  private static final List<String> CONTENT = List.of("RINGSIDE", "rocksdb", UNFINISHED_MANIFEST);
  private static final String AGAIN = "Nothing was changed. Copy it again, or use another backup";

  public BackupFolder {
    path = path.toAbsolutePath().normalize();
  }

  /** The one backup that is at a path, or those of several nodes directly beneath; throws if one of them was cut short. */
  public static List<BackupFolder> at(Path given) {
    var folder = new BackupFolder(given);
    if (!Files.isDirectory(given)) {
      throw new BadBackup("There is no directory " + given, "Name the directory of a backup, or one that holds several");
    }
    if (folder.isFinished()) {
      return List.of(folder);
    }
    List<BackupFolder> beneath = folder.beneath();
    return beneath.isEmpty() ? List.of(folder) : beneath;
  }

  private List<BackupFolder> beneath() {
    try (Stream<Path> entries = Files.list(path)) {
      List<BackupFolder> holding = entries.sorted().map(BackupFolder::new).filter(BackupFolder::holdsSomething).toList();
      holding.stream().filter(folder -> !folder.isFinished()).findFirst().ifPresent(cut -> {
        throw new BadBackup(cut.path() + " is a backup that was cut short, or none: it has data, but no file " + MANIFEST,
            "Copy it again; or leave it out by naming the others one by one. Nothing was changed");
      });
      return holding;
    } catch (IOException thrown) {
      throw new BadBackup(path + " cannot be read (" + thrown + ")", "Check its rights and its disk", thrown);
    }
  }

  private boolean holdsSomething() {
    return isFinished() || CONTENT.stream().anyMatch(name -> Files.exists(path.resolve(name)));
  }

  public boolean isFinished() {
    return Files.exists(path.resolve(MANIFEST));
  }

  /** Says that it is no backup any more, since it will be written to. */
  public void retire() throws IOException {
    Files.move(path.resolve(MANIFEST), path.resolve(RETIRED_MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    sync(path, StandardOpenOption.READ);
  }

  /** Sums up the files that are there, and says that this is the whole backup. {@code read} may throw, to end it. */
  public Manifest finish(BackupLabel label, LongConsumer read) throws IOException {
    var sums = new ArrayList<FileSum>();
    for (Path file : files()) {
      String name = path.relativize(file).toString().replace('\\', '/');
      sums.add(new FileSum(name, Files.size(file), Sha256.of(file, read)));
    }
    var manifest = new Manifest(label, sums);
    Path fresh = path.resolve(UNFINISHED_MANIFEST);
    Files.writeString(fresh, manifest.toJson());
    sync(fresh, StandardOpenOption.WRITE);
    Files.move(fresh, path.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    sync(path, StandardOpenOption.READ);
    return manifest;
  }

  /** All files but the manifest, in order. */
  public List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(path)) {
      return found.filter(Files::isRegularFile)
          .filter(file -> !file.equals(path.resolve(MANIFEST)) && !file.equals(path.resolve(UNFINISHED_MANIFEST)))
          .sorted().toList();
    }
  }

  /** What it says of itself; throws {@link BadBackup} if it was never finished, or says nothing that makes sense. */
  public Manifest manifest() {
    try {
      return Manifest.parse(Files.readString(path.resolve(MANIFEST), StandardCharsets.UTF_8));
    } catch (NoSuchFileException missing) {
      throw new BadBackup(path + " is no backup, or one that was never finished: it has no file " + MANIFEST,
          "Use another one", missing);
    } catch (CharacterCodingException | IllegalArgumentException broken) {
      String why = broken instanceof CharacterCodingException ? "it is no text" : broken.getMessage();
      throw new BadBackup("The file " + MANIFEST + " of the backup " + path + " cannot be used: " + why, AGAIN, broken);
    } catch (IOException thrown) {
      throw new BadBackup(path + " cannot be read (" + thrown + ")", "Check its rights and its disk", thrown);
    }
  }

  /** Throws {@link BadBackup} unless every file is there, as long as it was and with the bytes that it had. */
  public void check(Manifest manifest, LongConsumer read) {
    for (FileSum sum : manifest.files()) { // Sizes first: what is cut short shows at once.
      Path file = path.resolve(sum.path());
      if (!Files.isRegularFile(file)) {
        throw new BadBackup("The backup " + path + " is not whole: " + sum.path() + " is missing", AGAIN);
      }
      check(sum, sizeOf(file) == sum.sizeBytes(), "has " + sizeOf(file) + " bytes instead of " + sum.sizeBytes());
    }
    for (FileSum sum : manifest.files()) {
      check(sum, sumOf(path.resolve(sum.path()), read).equals(sum.sha256()), "has other bytes than were written");
    }
  }

  private void check(FileSum sum, boolean holds, String what) {
    if (!holds) {
      throw new BadBackup("The backup " + path + " is not what it was: " + sum.path() + " " + what, AGAIN);
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException thrown) {
      throw unreadable(file, thrown);
    }
  }

  private static String sumOf(Path file, LongConsumer read) {
    try {
      return Sha256.of(file, read);
    } catch (IOException thrown) {
      throw unreadable(file, thrown);
    }
  }

  private static BadBackup unreadable(Path file, IOException thrown) {
    return new BadBackup(file + " cannot be read (" + thrown + ")", AGAIN, thrown);
  }

  private static void sync(Path file, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(file, option)) {
      channel.force(true);
    }
  }
}
