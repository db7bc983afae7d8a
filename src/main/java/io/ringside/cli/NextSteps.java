package io.ringside.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * What somebody may do about a run that fails, as commands to be typed.
 *
 * @param flags that name the run
 * @param shrunk the file for a smaller one
 * @param recorded the file for its recording, which the dashboard opens
 * @param log where its event log is; null if none was written
 */
record NextSteps(String flags, String shrunk, String recorded, Path log) {
  static final List<String> COLUMNS = List.of("replay", "trace", "shrink", "record", "log");

  List<?> cells() {
    return List.of("ringside sim run " + flags, "ringside sim trace " + flags,
        "ringside sim shrink " + flags + " --out " + shrunk,
        "ringside sim run " + flags + " --record " + recorded, log == null ? "" : log.toString());
  }

  void tell(PrintWriter out, String indent) {
    List<?> cells = cells();
    out.println(indent + "replay it:  " + cells.get(0));
    out.println(indent + "read it:    " + cells.get(1));
    out.println(indent + "shrink it:  " + cells.get(2));
    out.println(indent + "record it:  " + cells.get(3) + "   # to be opened in /replay.html");
    if (log != null) {
      out.println(indent + "event log:  " + log);
    }
  }
}
