package io.ringside.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.Bytes;
import io.ringside.version.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the value that {@code put} stores, and finds its type. */
final class ValueArgument {
  private static final ObjectMapper STRICT = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ValueArgument() {
  }

  /** {@code text} is the value itself, {@code @FILE}, or {@code -} for standard input; without a type, the content tells. */
  static Content read(String text, String type) {
    byte[] body = body(text);
    return new Content(type != null ? type : typeOf(body), Bytes.wrap(body));
  }

  private static byte[] body(String text) {
    try {
      if (text.equals("-")) {
        return System.in.readAllBytes();
      }
      return text.startsWith("@") ? Files.readAllBytes(Path.of(text.substring(1))) : text.getBytes(StandardCharsets.UTF_8);
    } catch (NoSuchFileException missing) {
      throw new CommandFailure(ExitCode.USAGE,
          "there is no file " + missing.getFile(), "a value that starts with @ names a file");
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.USAGE, "the value cannot be read: " + unreadable.getMessage());
    }
  }

  private static String typeOf(byte[] body) {
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return isJson(decoded) ? Content.JSON : Content.TEXT;
    } catch (CharacterCodingException binary) {
      return Content.OCTETS;
    }
  }

  private static boolean isJson(String text) {
    try {
      return !STRICT.readTree(text).isMissingNode();
    } catch (JsonProcessingException notJson) {
      return false;
    }
  }
}
