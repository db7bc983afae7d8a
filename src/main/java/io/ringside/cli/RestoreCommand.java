package io.ringside.cli;

import io.ringside.backup.BackupFolder;
import io.ringside.backup.BadBackup;
import io.ringside.backup.Contents;
import io.ringside.backup.Loss;
import io.ringside.backup.Manifest;
import io.ringside.backup.Restoration;
import io.ringside.rocks.RocksDbSnapshot;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringside restore}: merges what backups hold into the running cluster. */
@Command(
    name = "restore",
    description = {
        "Bring back what backups hold, into a running cluster of any size. Every key is merged: what was written over it or",
        "deleted since stays so, and doing it again changes nothing. Backups are checked before anything is sent, and never",
        "changed."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        " 0:all of it is in the cluster",
        " 1:all but what the cluster refuses to take",
        " 2:the cluster could not take a key for too long: do it again when it is well; or a record could not be read that no "
            + "other backup given has",
        "64:a backup is not whole, or of another cluster; nothing was done"})
final class RestoreCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("backups", "keys", "hints", "refused", "unreadable", "lost", "seconds");
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "DIR",
      description = "A backup, or a directory with the backups of several nodes in it.")
  private List<Path> directories;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Option(names = "--into-other-cluster", description = "Allow backups of another cluster than the one they are brought into.")
  private boolean intoOtherCluster;

  private long toldNanos;

  @Override
  public Integer call() {
    SortedMap<Path, Manifest> backups = new TreeMap<>();
    for (Path directory : directories) {
      BackupFolder.at(directory).forEach(folder -> backups.put(folder.path(), folder.manifest()));
    }
    checkCluster(backups);
    tellWhatIsMissing(backups);
    backups.forEach(this::checkFiles);
    long begunNanos = System.nanoTime();
    Outcome outcome = restore(backups);
    Restoration.Progress end = outcome.end();
    double seconds = (System.nanoTime() - begunNanos) / 1e9;
    output.print(spec.commandLine().getOut(), COLUMNS, List.of(List.of(
        backups.size(), end.keys(), end.hints(), end.refused(), outcome.unreadable(), outcome.lost(),
        Math.round(10 * seconds) / 10.0)));
    outcome.losses().forEach(this::tell);
    int exitCode = judge(end);
    return outcome.losses().stream().anyMatch(Loss::matters) ? ExitCode.DEGRADED : exitCode;
  }

  private void checkCluster(SortedMap<Path, Manifest> backups) {
    String here = cluster.json("/cluster/ring").path("cluster").asText();
    backups.forEach((path, manifest) -> {
      String there = manifest.label().cluster();
      if (!intoOtherCluster && !there.equals(here)) {
        throw new CommandFailure(ExitCode.USAGE, path + " is a backup of the cluster '" + there + "', and this is '" + here + "'",
            "--into-other-cluster brings it in all the same: beside what is there, under the names of its own writes");
      }
    });
  }

  /** A key is lost only where all the owners that had it are missing, which nobody can see from here. */
  private void tellWhatIsMissing(SortedMap<Path, Manifest> backups) {
    SortedMap<String, TreeSet<String>> missing = new TreeMap<>();
    backups.values().forEach(manifest -> manifest.label().members().forEach(member ->
        missing.computeIfAbsent(manifest.label().cluster(), any -> new TreeSet<>()).add(member.name())));
    backups.values().forEach(manifest -> missing.get(manifest.label().cluster()).remove(manifest.label().node().name()));
    missing.forEach((id, nodes) -> {
      if (!nodes.isEmpty()) {
        err("of the cluster " + id + " no backup is given of " + String.join(", ", nodes)
            + ": what only they had is not brought back");
      }
    });
  }

  private void checkFiles(Path path, Manifest manifest) {
    long size = Math.max(1, manifest.sizeBytes());
    var read = new long[1];
    new BackupFolder(path).check(manifest, bytes -> {
      read[0] += bytes;
      tell("checking " + path + ": " + 100 * read[0] / size + " %");
    });
  }

  /** How it ended, and what could not be read. */
  private record Outcome(Restoration.Progress end, List<Loss> losses) {
    long unreadable() {
      return losses.stream().mapToLong(Loss::records).sum();
    }

    long lost() {
      return losses.stream().mapToLong(Loss::lost).sum();
    }
  }

  private Outcome restore(SortedMap<Path, Manifest> backups) {
    Deque<RocksDbSnapshot> open = new ArrayDeque<>();
    try {
      backups.keySet().forEach(path -> open.add(RocksDbSnapshot.open(new BackupFolder(path))));
      var contents = new Contents(List.copyOf(open));
      Restoration.Progress end = cluster.with(client -> new Restoration(client, this::tell).run(contents));
      return new Outcome(end, end.stopped().isPresent() ? List.of() : contents.losses());
    } catch (BadBackup broken) { // Something may have been brought back already, which is no mistake in what was typed.
      throw new CommandFailure(ExitCode.INTERNAL, broken.getMessage(), broken.hint());
    } finally {
      open.forEach(RocksDbSnapshot::close);
    }
  }

  private void tell(Loss loss) {
    err((loss.exact() ? "" : "at least ") + loss.records() + " records of " + loss.snapshot()
        + " cannot be read, since its disk has changed them: " + loss.lost() + " of them are in no other backup given"
        + (loss.exact() ? "" : "; hints or digests are damaged too, so there may be more"));
  }

  private void tell(Restoration.Progress progress) {
    tell(progress.keys() + " keys and " + progress.hints() + " hints are there");
  }

  /** Now and then, to standard error. */
  private void tell(String words) {
    long now = System.nanoTime();
    if (toldNanos == 0 || now - toldNanos >= TELL_NANOS) {
      toldNanos = now;
      err(words);
    }
  }

  private int judge(Restoration.Progress end) {
    end.refusals().forEach(refusal -> err("refused: " + refusal));
    if (end.refused() > end.refusals().size()) {
      err("and " + (end.refused() - end.refusals().size()) + " more refused");
    }
    if (end.stopped().isPresent()) {
      throw new CommandFailure(ExitCode.DEGRADED, "stopped, since the cluster could not take " + end.stopped().get(),
          "do it again when it is well; what is there already is merged with itself, and stays as it is");
    }
    return end.refused() == 0 ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private void err(String words) {
    spec.commandLine().getErr().println("restore: " + words);
  }
}
