package io.ringside.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A copy of the project's scripts on a machine that has only the programs a test puts there. */
final class ScriptSandbox {
  private static final List<String> ORDINARY = List.of(
      "awk", "bash", "cat", "cp", "dirname", "env", "find", "flock", "grep", "head", "mkdir", "readlink", "sed", "tail", "tee", "touch");
  private static final int PATIENCE_SECONDS = 60;

  private final Path home;
  private final Path programs;

  ScriptSandbox(Path directory) throws IOException {
    home = Files.createDirectories(directory.resolve("home of ringside"));
    programs = Files.createDirectories(directory.resolve("programs"));
    for (String script : List.of("bin/ringside", "bin/test", ".ci/run")) {
      Files.createDirectories(home.resolve(script).getParent());
      Files.copy(Path.of(script), home.resolve(script));
    }
    for (String name : ORDINARY) {
      program(name, "exec " + ordinary(name) + " \"$@\"");
    }
    write("pom.xml", "<project/>");
    write("src/main/java/Some.java", "class Some {}");
  }

  /** What a script did: everything it printed, and how it ended. */
  record Outcome(int exitCode, String out, String err, long pid) {
  }

  Path home() {
    return home;
  }

  Path file(String name) {
    return home.resolve(name);
  }

  Path programs() {
    return programs;
  }

  void write(String name, String text) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), text);
  }

  /** Changes a file's time, as an edit that long from now would. */
  void edited(String name, int secondsFromNow) throws IOException {
    Files.setLastModifiedTime(file(name), FileTime.from(Instant.now().plusSeconds(secondsFromNow)));
  }

  void program(String name, String... lines) throws IOException {
    Path program = programs.resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!" + ordinary("bash") + "\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Outcome run(Path command, String... arguments) throws IOException, InterruptedException {
    return await(start(command, arguments));
  }

  Process start(Path command, String... arguments) throws IOException {
    var line = new ArrayList<>(List.of(command.toString()));
    line.addAll(Arrays.asList(arguments));
    var builder = new ProcessBuilder(line).directory(programs.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", programs.toString());
    builder.environment().put("RINGSIDE_JAVA_OPTS", "-Xmx2g -Dmore=1");
    return builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
  }

  static Outcome await(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("The script did not end; so far it said: " + out + err);
    }
    return new Outcome(process.exitValue(), out, err, process.pid());
  }

  private static Path ordinary(String name) {
    return List.of(Path.of("/usr/bin"), Path.of("/bin")).stream().map(folder -> folder.resolve(name))
        .filter(Files::isExecutable).findFirst()
        .orElseThrow(() -> new IllegalStateException("This machine has no " + name));
  }
}
