package io.ringside.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Java of docs/testkit.md is that of {@link ShoppingCartTest}, which is compiled and run. */
class TestKitDocumentTest {
  private static final Path SOURCE = Path.of("src/test/java/io/ringside/examples/ShoppingCartTest.java");
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyBlockOfJavaInTheDocumentStandsInTheExampleAsAWhole() throws IOException {
    String source = withoutIndentation(Files.readString(SOURCE));
    Matcher blocks = JAVA_BLOCK.matcher(Files.readString(Path.of("docs/testkit.md")));
    int found = 0;
    while (blocks.find()) {
      assertThat(source).contains(withoutIndentation(blocks.group(1)));
      found++;
    }
    assertThat(found).isEqualTo(3);
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }
}
