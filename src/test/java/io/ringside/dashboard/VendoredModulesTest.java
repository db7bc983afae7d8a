package io.ringside.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.http.Scripts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What we took from others is what the manifest says, and the page needs nothing else from anywhere. */
class VendoredModulesTest {
  private static final Path WEBROOT = Path.of("webroot");
  private static final Path VENDOR = WEBROOT.resolve("vendor");
  private static final int MAX_SCRIPT_GZIP_BYTES = 57 * 1024;

  /** Of a live page with all that it fetches of itself to be seen and used; what comes while nothing else is to be done is not counted. */
  private static final int MAX_LIVE_GZIP_BYTES = 80_000;
  private static final List<Path> LIVE = Stream.of("feed-worker", "replay/live", "replay/panels/nodes", "replay/panels/story")
      .map(name -> WEBROOT.resolve("js").resolve(name + ".js")).toList();
  private static final Pattern ELSEWHERE = Pattern.compile("(?:from|import|src=|href=)\\s*\\(?[\"'](?:https?:)?//");
  private static final Pattern BARE_IMPORT = Pattern.compile("(?:from|import)\\s*[\"'][^./\"']");

  /** In a page, whose main script the first one fetches, or in a script. */
  private static final Pattern MODULE = Pattern.compile("(?:from|import|<script type=\"module\" src=|data-main=)\\s*[\"']([^\"']+[.]js)[\"']");

  /** What a page fetches only when somebody asks for it, a worker too: one part with all that comes along, and all parts together. */
  private static final int MAX_PART_GZIP_BYTES = 23 * 1024;

  private static final int MAX_PARTS_GZIP_BYTES = 80 * 1024;
  private static final Pattern LATER = Pattern.compile("(?:import[(]|new URL[(])[\"']([^\"']+[.]js)[\"']");

  @Test
  void everyVendoredFileHasTheHashOfItsManifest() throws Exception {
    for (JsonNode entry : manifest()) {
      byte[] bytes = Files.readAllBytes(VENDOR.resolve(entry.get("file").asText()));
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      assertEquals(entry.get("sha256").asText(), hash, entry.get("file").asText());
    }
  }

  @Test
  void everyVendoredFileIsInTheManifestWithNameVersionAndLicence() throws IOException {
    var listed = new TreeSet<String>();
    for (JsonNode entry : manifest()) {
      listed.add(entry.get("file").asText());
      listed.add(entry.get("licenceFile").asText());
      for (String field : List.of("name", "version", "licence", "source")) {
        assertFalse(entry.get(field).asText().isEmpty(), field + " of " + entry);
      }
    }
    try (Stream<Path> files = Files.list(VENDOR)) {
      var present = new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
      present.remove("manifest.json");
      assertEquals(listed, present);
    }
  }

  @Test
  void nothingIsImportedFromAnotherOriginOrByABareName() throws IOException {
    for (Path file : files(".js", ".html", ".css", ".svg")) {
      String text = Files.readString(file);
      assertFalse(ELSEWHERE.matcher(text).find(), () -> file + " refers to another origin");
      assertFalse(file.toString().endsWith(".js") && BARE_IMPORT.matcher(text).find(), () -> file + " has a bare import");
    }
  }

  @Test
  void theScriptsOfEachPageStaySmall() throws IOException {
    for (Path page : files(".html")) {
      var scripts = new TreeSet<Path>();
      gather(page, scripts);
      int sum = gzipped(scripts);
      System.out.println("scripts of " + page + ", gzipped one by one: " + sum + " bytes");
      assertTrue(sum <= MAX_SCRIPT_GZIP_BYTES, "scripts of " + page + " have " + sum + " bytes gzipped");
      assertWhatComesLaterStaysSmall(page, scripts);
    }
  }

  @Test
  void aLivePageStaysSmall() throws IOException {
    var scripts = new TreeSet<Path>(LIVE);
    gather(WEBROOT.resolve("index.html"), scripts);
    for (Path part : LIVE) {
      gather(part, scripts);
    }
    int sum = gzipped(scripts);
    System.out.println("scripts of a live page, gzipped one by one: " + sum + " bytes");
    assertTrue(sum <= MAX_LIVE_GZIP_BYTES, "scripts of a live page have " + sum + " bytes gzipped");
  }

  /** None of it is hidden: what a part itself fetches later is counted with it. */
  private static void assertWhatComesLaterStaysSmall(Path page, TreeSet<Path> scripts) throws IOException {
    var all = new TreeSet<Path>();
    for (Path first : fetchedBy(scripts)) {
      var part = new TreeSet<Path>();
      gatherAll(first, part, scripts);
      all.addAll(part);
      int sum = gzipped(part);
      System.out.println("later of " + page + ", with " + first + ": " + sum + " bytes");
      assertTrue(sum <= MAX_PART_GZIP_BYTES, first + " has " + sum + " bytes gzipped");
    }
    int sum = gzipped(all);
    System.out.println("later of " + page + ", in all: " + sum + " bytes");
    assertTrue(sum <= MAX_PARTS_GZIP_BYTES, all + " have " + sum + " bytes gzipped");
  }

  private static void gatherAll(Path first, TreeSet<Path> part, TreeSet<Path> scripts) throws IOException {
    var alone = new TreeSet<>(List.of(first));
    gather(first, alone);
    alone.removeAll(part);
    alone.removeAll(scripts); // They are there, and what they fetch are other parts.
    part.addAll(alone);
    for (Path later : fetchedBy(alone)) {
      gatherAll(later, part, scripts);
    }
  }

  private static TreeSet<Path> fetchedBy(TreeSet<Path> scripts) throws IOException {
    var later = new TreeSet<Path>();
    for (Path script : scripts) {
      var imports = LATER.matcher(Files.readString(script));
      while (imports.find()) {
        later.add(script.resolveSibling(imports.group(1)).normalize());
      }
    }
    return later;
  }

  /** As they are sent. */
  private static int gzipped(TreeSet<Path> scripts) throws IOException {
    int sum = 0;
    for (Path script : scripts) {
      sum += gzipped(Scripts.withoutComments(Files.readString(script)).getBytes(StandardCharsets.UTF_8));
    }
    return sum;
  }

  private static void gather(Path file, TreeSet<Path> scripts) throws IOException {
    var imports = MODULE.matcher(Files.readString(file));
    while (imports.find()) {
      Path script = file.resolveSibling(imports.group(1)).normalize();
      if (scripts.add(script)) {
        gather(script, scripts);
      }
    }
  }

  private static Iterable<JsonNode> manifest() throws IOException {
    JsonNode files = new ObjectMapper().readTree(VENDOR.resolve("manifest.json").toFile()).get("files");
    return StreamSupport.stream(files.spliterator(), false).toList();
  }

  private static List<Path> files(String... endings) throws IOException {
    try (Stream<Path> all = Files.walk(WEBROOT)) {
      return all.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith)).sorted().toList();
    }
  }

  private static int gzipped(byte[] bytes) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.size();
  }
}
