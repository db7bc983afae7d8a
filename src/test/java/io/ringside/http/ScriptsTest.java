package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptsTest {
  @Test
  void commentsGoAndLinesStayWhereTheyAre() {
    String script = """
        // What it is for.
        const a = 1; // stays
        /** One line. */
        const b = '// stays';
        /**
         * Several lines, with a /* in them.
         */
        const c = /* stays */ 2;
          /** Indented. */
          /** a */ const d = 3;
        """;
    assertThat(Scripts.withoutComments(script).lines()).containsExactly("", "const a = 1; // stays", "", "const b = '// stays';", "", "", "",
        "const c = /* stays */ 2;", "", "  /** a */ const d = 3;");
  }

  /** What is left out begins where no template is open, and nothing else is changed. */
  @Test
  void ofThePagesScriptsNothingButCommentsIsLeftOut() throws IOException {
    try (Stream<Path> scripts = Files.walk(Path.of("webroot/js"))) {
      for (Path script : scripts.filter(path -> path.toString().endsWith(".js")).toList()) {
        List<String> before = Files.readAllLines(script);
        List<String> after = Scripts.withoutComments(Files.readString(script)).lines().toList();
        assertThat(after).as(script.toString()).hasSameSizeAs(before);
        long marks = 0;
        for (int i = 0; i < before.size(); i++) {
          String line = before.get(i);
          if (!after.get(i).equals(line)) {
            assertThat(after.get(i)).isEmpty();
            assertThat(line.strip()).as(script + ":" + (i + 1)).startsWith(line.strip().startsWith("/") ? "/" : "*");
            assertThat(marks % 2).as("a template is open at %s:%d", script, i + 1).isZero();
          } else {
            marks += line.chars().filter(letter -> letter == '`').count();
          }
        }
      }
    }
  }
}
