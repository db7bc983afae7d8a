package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.backup.BackupFolder;
import io.ringside.config.NodeConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a cluster, against a node that is one of its own. */
class ClientCommandsTest {
  @TempDir
  private static Path directory;
  private static Member member;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() {
    member = new Member(NodeConfig.of("data.directory=" + directory.resolve("n1"), "http.port=0", "deletes.periodMillis=50"));
    member.start();
  }

  @AfterAll
  static void stop() {
    member.close();
  }

  @Test
  void whatIsPutIsGot() {
    assertThat(run("put", "greeting", "hello")).isZero();
    assertThat(run("get", "greeting")).isZero();
    assertThat(out.toString()).isEqualTo("hello");
  }

  @Test
  void explainedAReadSaysWhoAnsweredInBothForms() {
    run("put", "asked", "1");
    assertThat(run("get", "asked", "--explain")).isZero();
    assertThat(out.toString()).contains("coordinator n1", "COUNTED");
    assertThat(run("get", "asked", "--explain", "-o", "json")).isZero();
    var json = new JsonObject(out.toString());
    assertThat(json.getJsonArray("versions").getJsonObject(0).getString("value")).isEqualTo("1");
    assertThat(json.getJsonObject("explanation").getJsonArray("attempts")).hasSize(1);
    assertThat(run("get", "nothing", "--explain", "-o", "json")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(out.toString()).contains("\"kind\":\"not_found\"", "\"explanation\":");
  }

  @Test
  void aScrubIsFollowedToItsEnd() {
    run("put", "scrubbed", "1");
    assertThat(run("scrub", "-o", "json")).isZero();
    var json = new JsonObject(out.toString());
    assertThat(json.getString("node")).isEqualTo("n1");
    assertThat(json.getInteger("records")).isPositive();
    assertThat(json.getInteger("corrected")).isZero();
    assertThat(run("scrub", "--node", "n9")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no member 'n9'");
  }

  @Test
  void aBackupIsMadeAndMergedBack() throws IOException {
    run("put", "backed-up/one", "1");
    run("put", "backed-up/two", "2");
    assertThat(run("backup", "monday", "-o", "json")).isZero();
    var made = new JsonObject(out.toString());
    assertThat(made.getString("state")).isEqualTo("done");
    Path backup = Path.of(made.getString("directory"));
    assertThat(backup).isEqualTo(directory.resolve("n1/backups/monday/n1"));

    run("put", "backed-up/one", "newer", "--over-read");
    run("delete", "backed-up/two");
    assertThat(run("restore", backup.getParent().toString(), "-o", "json")).isZero();
    assertThat(new JsonObject(out.toString()).getInteger("keys")).isPositive();
    run("get", "backed-up/one");
    assertThat(out.toString()).isEqualTo("newer");
    assertThat(run("get", "backed-up/two")).isEqualTo(ExitCode.NOT_FOUND);

    assertThat(run("backup", "monday")).as("the name is taken").isEqualTo(ExitCode.DEGRADED);
    assertThat(out.toString()).contains("is a backup already");
    assertThat(run("backup", "../monday")).isEqualTo(ExitCode.USAGE);
    assertThat(run("backup", "--node", "n9")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aBackupThatCannotBeUsedIsRefusedBeforeAnythingIsDone() throws IOException {
    run("put", "refused", "1");
    assertThat(run("backup", "refused")).isZero();
    Path backup = directory.resolve("n1/backups/refused/n1");
    var config = NodeConfig.of("data.directory=" + directory.resolve("other"), "http.port=0", "cluster.id=other");
    try (var other = new Member(config)) {
      other.start();
      assertThat(run(other, "restore", backup.toString())).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).contains("a backup of the cluster 'ringside'", "--into-other-cluster");
      assertThat(run(other, "get", "refused")).isEqualTo(ExitCode.NOT_FOUND);
      assertThat(run(other, "restore", "--into-other-cluster", backup.toString())).isZero();
      assertThat(run(other, "get", "refused")).isZero();
    }
    Path marker = backup.resolve("RINGSIDE");
    Files.writeString(marker, Files.readString(marker).replace("n1", "n2"));
    assertThat(run("restore", backup.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("RINGSIDE has other bytes than were written");
    Files.delete(backup.resolve("backup.json"));
    assertThat(run("restore", backup.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("never finished");
    assertThat(run("restore", directory.resolve("nowhere").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("restore")).isEqualTo(ExitCode.USAGE);
  }

  /** The disk had changed a block before the backup was made, so that its files are as they were copied. */
  @Test
  void whatABackupCannotReadIsTakenFromAnotherOrEndsWithTwo() throws IOException {
    assertThat(run("put", "unreadable", incompressible(20_000))).isZero();
    assertThat(run("backup", "whole")).isZero();
    var whole = new BackupFolder(directory.resolve("n1/backups/whole/n1"));
    var damaged = new BackupFolder(directory.resolve("damaged"));
    copy(whole.path(), damaged.path());
    flipByteInTheMiddleOfTheLargestTable(damaged.path().resolve("rocksdb"));
    damaged.finish(whole.manifest().label(), bytes -> { });

    assertThat(run("restore", "--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("2 the cluster could not take a key", "that no other backup given has");
    assertThat(run("restore", damaged.path().toString(), "-o", "json")).isEqualTo(ExitCode.DEGRADED);
    var end = new JsonObject(out.toString());
    assertThat(end.getLong("lost")).isPositive().isEqualTo(end.getLong("unreadable"));
    assertThat(err.toString()).contains(end.getLong("lost") + " of them are in no other backup given");
    assertThat(run("restore", damaged.path().toString(), whole.path().toString(), "-o", "json")).isZero();
    end = new JsonObject(out.toString());
    assertThat(end.getLong("lost")).isZero();
    assertThat(end.getLong("unreadable")).isPositive();
  }

  private static String incompressible(int size) {
    return new Random(1).ints(size, 'a', 'z').collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> found = Files.walk(from)) {
      for (Path path : found.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void flipByteInTheMiddleOfTheLargestTable(Path database) throws IOException {
    try (Stream<Path> files = Files.list(database)) {
      Path table = files.filter(file -> file.toString().endsWith(".sst"))
          .max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
      byte[] bytes = Files.readAllBytes(table);
      bytes[bytes.length / 2] ^= 0x10;
      Files.write(table, bytes);
    }
  }

  @Test
  void theStateOfRepairIsShown() {
    assertThat(run("repair", "status")).isZero();
    assertThat(out.toString()).contains("QUARANTINED", "n1");
    assertThat(run("repair")).isEqualTo(ExitCode.USAGE);
    assertThat(run("repair", "partition", "3")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void repairStatusShowsWhatIsNotForgottenYet() {
    run("put", "unforgotten", "1");
    run("delete", "unforgotten");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!tombstones().matches("[1-9][0-9]*") && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(tombstones()).matches("[1-9][0-9]*");
    assertThat(run("repair", "status", "-o", "json")).isZero();
    assertThat(new JsonObject(out.toString()).getMap()).containsEntry("reaped", 0).containsKey("waited");
    run("repair", "status");
    assertThat(out.toString()).contains("QUARANTINED  TOMBSTONES  WAITED  REAPED  SCRUB");
  }

  /** Or a dash, while they are not counted. */
  private String tombstones() {
    run("repair", "status", "-o", "json");
    return String.valueOf(new JsonObject(out.toString()).getValue("tombstones"));
  }

  @Test
  void whatIsNotThereEndsWithOne() {
    assertThat(run("get", "nothing")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err.toString()).contains("there is no nothing");
    assertThat(run("delete", "nothing")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void blindWritesAreSiblingsUntilTheyAreResolved() {
    run("put", "cart", "[\"milk\"]");
    run("put", "cart", "[\"eggs\"]");
    assertThat(run("get", "cart")).isZero();
    assertThat(out.toString()).contains("milk", "eggs");
    assertThat(err.toString()).contains("2 siblings");
    assertThat(run("resolve", "cart", "--with", "union")).isZero();
    assertThat(out.toString()).isEqualTo("[\"eggs\",\"milk\"]");
  }

  @Test
  void aWriteOverWhatWasReadLeavesNoSibling() {
    run("put", "counter", "1");
    assertThat(run("put", "counter", "2", "--over-read")).isZero();
    run("get", "counter");
    assertThat(out.toString()).isEqualTo("2");
  }

  @Test
  void aContextOfAnotherKeyIsRefused() {
    run("put", "one", "1", "-o", "json");
    String token = out.toString().replaceAll("(?s).*\"context\":\"([^\"]+)\".*", "$1");
    assertThat(run("put", "other", "2", "--context", token)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--context cannot be used here");
  }

  @Test
  void whatWasDeletedIsGone() {
    run("put", "gone", "1");
    assertThat(run("delete", "gone")).isZero();
    assertThat(run("get", "gone")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err.toString()).contains("was deleted");
  }

  @Test
  void anImpossibleQuorumIsRefused() {
    assertThat(run("get", "greeting", "--r", "7")).isEqualTo(ExitCode.USAGE);
    assertThat(run("get", "greeting", "--r", "zero")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void keysAndStatusAreOnePerLine() {
    run("put", "shelf/book-1", "a");
    run("put", "shelf/book-2", "b");
    run("put", "shelf/vase", "c");
    assertThat(run("keys", "shelf", "--prefix", "book")).isZero();
    assertThat(out.toString().lines()).containsExactly("book-1", "book-2");
    assertThat(run("status", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"node\":\"n1\"", "\"status\":\"up\"").hasLineCount(1);
  }

  @Test
  void whereNobodyListensTheAnswerIsUnknown() {
    assertThat(run("get", "greeting", "--at", "127.0.0.1:1")).isEqualTo(ExitCode.DEGRADED);
    assertThat(run("status", "--at", "ftp://x")).isEqualTo(ExitCode.USAGE);
  }

  /** The exit code; what it printed replaces what the command before has. */
  private int run(String... arguments) {
    return run(member, arguments);
  }

  private int run(Member at, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var environment = new TreeMap<String, String>();
    environment.put("RINGSIDE_AT", at.http());
    return Main.run(arguments, new PrintWriter(out), new PrintWriter(err), environment);
  }
}
