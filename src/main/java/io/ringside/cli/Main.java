package io.ringside.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringside.backup.BadBackup;
import io.ringside.cluster.ClusterFailure;
import io.ringside.config.ConfigException;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The program {@code ringside}. A command is one {@link Callable} of its exit code in this package, listed here;
 * results go to {@code spec.commandLine().getOut()}, everything else to {@code getErr()}.
 */
@Command(
    name = "ringside",
    description = "An always-writable key-value store that you can watch, break, rewind and prove.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
        DemoCommand.class,
        NodeCommand.class,
        ClusterCommand.class,
        BenchCommand.class,
        GetCommand.class,
        PutCommand.class,
        DeleteCommand.class,
        ResolveCommand.class,
        KeysCommand.class,
        StatusCommand.class,
        RepairCommand.class,
        ScrubCommand.class,
        BackupCommand.class,
        RestoreCommand.class,
        ScenarioCommand.class,
        SimCommand.class,
        ConfigCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        " 0:it worked",
        " 1:not found, or a property is violated",
        " 2:degraded, or the outcome is unknown",
        "64:wrong arguments or configuration; nothing was done",
        "70:an error of the program or its surroundings"})
public final class Main implements Callable<Integer> {
  private static final String EXAMPLE_NUMBER = "42";

  private final SortedMap<String, String> environment;

  @Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help and exit.")
  private boolean help;

  @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version and exit.")
  private boolean version;

  private Main(SortedMap<String, String> environment) {
    this.environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  public static void main(String[] args) {
    System.exit(run(args, new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8)));
  }

  /** Runs one command in this JVM, with this program's own environment. */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    return run(args, out, err, new TreeMap<>(System.getenv()));
  }

  /** Runs one command in this JVM and answers its exit code; only {@link #main} ends the process. */
  public static int run(String[] args, PrintWriter out, PrintWriter err, SortedMap<String, String> environment) {
    CommandLine line = new CommandLine(new Main(environment))
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(colours(environment)))
        .setParameterExceptionHandler(Main::misused)
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()));
    int exitCode = line.execute(args);
    out.flush();
    err.flush();
    return exitCode;
  }

  /** The {@code NO_COLOR} convention: set and not empty means none, whatever the terminal. */
  static Help.Ansi colours(SortedMap<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty() ? Help.Ansi.AUTO : Help.Ansi.OFF;
  }

  /** Without a command there is nothing to do: says what there is. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr(), spec.commandLine().getColorScheme());
    return ExitCode.USAGE;
  }

  SortedMap<String, String> environment() {
    return environment;
  }

  private static int misused(ParameterException misuse, String[] args) {
    CommandLine command = misuse.getCommandLine();
    PrintWriter err = command.getErr();
    String wrongNumber = wrongNumber(misuse);
    if (!wrongNumber.isEmpty()) {
      return say(wrongNumber, "for example " + ((OptionSpec) misuse.getArgSpec()).longestName() + " " + EXAMPLE_NUMBER,
          ExitCode.USAGE, err);
    }
    err.println("ringside: " + misuse.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(misuse, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  /** The library speaks of "a long", which is no word of people who type; empty if that is not what is wrong. */
  private static String wrongNumber(ParameterException misuse) {
    if (!(misuse.getArgSpec() instanceof OptionSpec option) || misuse.getValue() == null) {
      return "";
    }
    String type = option.type().getSimpleName();
    try {
      switch (type) {
        case "int", "Integer" -> Integer.parseInt(misuse.getValue());
        case "long", "Long" -> Long.parseLong(misuse.getValue());
        default -> { }
      }
      return "";
    } catch (NumberFormatException none) {
      return option.longestName() + ": '" + misuse.getValue() + "' is not a whole number"
          + (misuse.getValue().matches("[+-]?[0-9]+") ? " that fits" : "");
    }
  }

  /** Tells the person why, in one or two lines unless it is a bug, and the shell the exit code. */
  static int failed(Exception failure, PrintWriter err) {
    if (failure instanceof CommandFailure stopped) {
      return say(stopped.getMessage(), stopped.hint(), stopped.exitCode(), err);
    }
    if (failure instanceof BadBackup refused) {
      return say(refused.getMessage(), refused.hint(), ExitCode.USAGE, err);
    }
    if (failure instanceof ClusterFailure stopped) {
      return say(stopped.getMessage(), stopped.hint(), stopped.isMistake() ? ExitCode.USAGE : ExitCode.INTERNAL, err);
    }
    if (failure instanceof ConfigException refused) {
      err.println("ringside: " + refused.getMessage());
      return ExitCode.USAGE;
    }
    err.println("ringside: this should not have happened; please report it with what follows");
    failure.printStackTrace(err);
    return ExitCode.INTERNAL;
  }

  private static int say(String reason, String hint, int exitCode, PrintWriter err) {
    err.println("ringside: " + reason);
    if (!hint.isEmpty()) {
      err.println("  hint: " + hint);
    }
    return exitCode;
  }
}
