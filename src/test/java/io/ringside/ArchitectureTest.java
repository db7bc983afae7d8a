package io.ringside;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house keeps its laws, and each law catches what is planted against it in {@code io.ringside.planted}. */
class ArchitectureTest {
  private static final SortedMap<String, ArchRule> LAWS = new Architecture("io.ringside").laws();
  private static final SortedMap<String, ArchRule> LAWS_FOR_PLANTS = new Architecture("io.ringside.planted").laws();
  private static final JavaClasses HOUSE = new ClassFileImporter()
      .withImportOption(location -> !location.contains("/test-classes/")).importPackages("io.ringside");
  private static final JavaClasses PLANTS = new ClassFileImporter().importPackages("io.ringside.planted");

  /** What libraries call their options and types, as our documents quote it. */
  private static final List<String> NAMES_OF_OTHERS = List.of("PointInTimeRecovery", "TolerateCorruptedTailRecords", "RocksDB");

  private static final Pattern TYPE_IN_TEXT = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+)`");

  @TestFactory
  Stream<DynamicTest> theHouseKeepsEachLaw() {
    return LAWS.entrySet().stream().map(law -> DynamicTest.dynamicTest(law.getKey(), () ->
        assertThat(law.getValue().evaluate(HOUSE).getFailureReport().getDetails()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> eachLawCatchesWhatIsPlantedAgainstIt() {
    return LAWS_FOR_PLANTS.entrySet().stream().map(law -> DynamicTest.dynamicTest(law.getKey(), () ->
        assertThat(law.getValue().evaluate(PLANTS).hasViolation()).isTrue()));
  }

  @Test
  void everyBannedCallIsCaughtWhereItIsPlanted() {
    EvaluationResult result = LAWS_FOR_PLANTS.get("protocol code knows no wall clock, thread, chance or hash order").evaluate(PLANTS);
    String report = String.join("\n", result.getFailureReport().getDetails());
    assertThat(List.of("currentTimeMillis", "nanoTime", "Instant.now", "Math.random", "randomUUID", "ThreadLocalRandom",
        "java.lang.Thread", "HashMap", "HashSet", "Set.of", "Map.of", "Map.copyOf", "Future.timeout", "Future.any"))
        .allMatch(report::contains);
  }

  @Test
  void everyPackageSaysWhichQuestionItAnswers() {
    var packages = new TreeSet<String>();
    HOUSE.forEach(type -> packages.add(type.getPackageName()));
    assertThat(packages).allMatch(name -> Files.exists(Path.of("src/main/java", name.replace('.', '/'), "package-info.java")));
  }

  /** Two capitals in backticks look like a type of ours. */
  @Test
  void everyClassThatADocumentNamesExists() throws IOException {
    SortedSet<String> known = ourTypes();
    var missing = new TreeSet<String>();
    for (Path document : files("docs", ".md")) {
      TYPE_IN_TEXT.matcher(Files.readString(document)).results().map(match -> match.group(1))
          .filter(name -> !known.contains(name) && !NAMES_OF_OTHERS.contains(name))
          .forEach(name -> missing.add(document.getFileName() + ": " + name));
    }
    assertThat(missing).isEmpty();
  }

  /** By their files, tests included, and by what is declared within them. */
  private static SortedSet<String> ourTypes() throws IOException {
    var types = new TreeSet<String>();
    HOUSE.forEach(type -> types.add(type.getSimpleName()));
    files("src/test/java", ".java").forEach(file -> types.add(file.getFileName().toString().replace(".java", "")));
    return types;
  }

  private static List<Path> files(String folder, String suffix) throws IOException {
    if (!Files.isDirectory(Path.of(folder))) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(Path.of(folder))) {
      return found.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
