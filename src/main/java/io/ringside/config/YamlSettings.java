package io.ringside.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a YAML file as settings: nested sections become dotted keys, and every value remembers its line. */
final class YamlSettings {
  private final Path file;
  private final List<Problem> problems;
  private final SortedMap<String, Setting> settings = new TreeMap<>();

  private YamlSettings(Path file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  static List<Setting> read(Path file, List<Problem> problems) {
    var reading = new YamlSettings(file, problems);
    try (JsonParser parser = new YAMLFactory().createParser(Files.readString(file))) {
      reading.document((YAMLParser) parser);
    } catch (JsonProcessingException broken) {
      reading.report(broken.getLocation() == null ? 1 : broken.getLocation().getLineNr(),
          "is not valid YAML: " + broken.getOriginalMessage().lines().findFirst().orElse("unreadable"));
    } catch (NoSuchFileException missing) {
      problems.add(Problem.of("the configuration file " + file + " does not exist"));
    } catch (CharacterCodingException garbled) {
      problems.add(Problem.of("the configuration file " + file + " is not UTF-8 text"));
    } catch (IOException unreadable) {
      problems.add(Problem.of("the configuration file " + file + " cannot be read: " + unreadable));
    }
    return List.copyOf(reading.settings.values());
  }

  private void document(YAMLParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      report(lineOf(parser), "must hold sections and settings, as in 'http:' and below it '  port: 8098'");
      return;
    }
    section(parser, "");
    if (parser.nextToken() != null) {
      report(lineOf(parser), "holds a second document; only one is read");
    }
  }

  private void section(YAMLParser parser, String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName();
      int line = lineOf(parser);
      switch (parser.nextToken()) {
        case START_OBJECT -> section(parser, key + ".");
        case START_ARRAY -> put(key, list(parser, key), line);
        case VALUE_NULL -> empty(key, line);
        default -> put(key, scalar(parser, key), line);
      }
    }
  }

  private String list(YAMLParser parser, String key) throws IOException {
    var items = new ArrayList<String>();
    for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      if (token.isScalarValue()) {
        items.add(scalar(parser, key));
      } else {
        report(lineOf(parser), "the items of " + key + " must be plain values");
        parser.skipChildren();
      }
    }
    return String.join(", ", items);
  }

  private String scalar(YAMLParser parser, String key) throws IOException {
    if (parser.isCurrentAlias()) {
      report(lineOf(parser), key + " is an alias (*" + parser.getText() + "), which is not supported");
    }
    return parser.getText().strip();
  }

  /** A section whose lines are all commented out is no mistake; a setting without a value is one. */
  private void empty(String key, int line) {
    if (!Schema.isSection(key)) {
      report(line, key + " has no value");
    }
  }

  private void put(String key, String text, int line) {
    Setting earlier = settings.putIfAbsent(key, new Setting(key, text, Origin.file(file, line)));
    if (earlier != null) {
      report(line, key + " is already set at " + earlier.origin());
    }
  }

  private void report(int line, String what) {
    problems.add(Problem.of(file + ":" + line + ": " + what));
  }

  private static int lineOf(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
