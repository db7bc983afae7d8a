package io.ringside.cluster;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How this program is started again in a JVM of its own. Immutable. */
public record JavaCommand(Path java, List<String> options, String classPath, String mainClass) {
  /** Given to short commands by the launcher; a member runs for long. */
  private static final String SHORT_RUN = "-XX:TieredStopAtLevel=1";

  public JavaCommand {
    options = List.copyOf(options);
  }

  /** With the options of this JVM, but for members that run for long; {@code more} win over them. */
  public static JavaCommand likeThisOne(String mainClass, List<String> more) {
    List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> options = Stream.concat(own.stream().filter(option -> !option.equals(SHORT_RUN)), more.stream()).toList();
    return with(mainClass, options);
  }

  /** With exactly these options, and the class path of this JVM. */
  public static JavaCommand with(String mainClass, List<String> options) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new JavaCommand(java, options, System.getProperty("java.class.path"), mainClass);
  }

  List<String> line(List<String> prefix, List<String> arguments) {
    var line = new ArrayList<String>(prefix);
    line.add(java.toString());
    line.addAll(options);
    line.addAll(List.of("-cp", classPath, mainClass));
    line.addAll(arguments);
    return line;
  }
}
