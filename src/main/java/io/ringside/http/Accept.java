package io.ringside.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What media types a client takes, and how gladly (RFC 9110, section 12.5.1). Immutable. */
record Accept(List<Range> ranges) {
  private static final Accept ANYTHING = new Accept(List.of(new Range("*", "*", 1)));

  /** {@code *} stands for any. */
  record Range(String type, String subtype, double quality) {
    private boolean matches(String[] offered) {
      return (type.equals("*") || type.equals(offered[0])) && (subtype.equals("*") || subtype.equals(offered[1]));
    }

    private int specificity() {
      return type.equals("*") ? 0 : subtype.equals("*") ? 1 : 2;
    }
  }

  Accept {
    ranges = List.copyOf(ranges);
  }

  /** No header takes anything. */
  static Accept parse(String header) {
    if (header == null || header.isBlank()) {
      return ANYTHING;
    }
    var ranges = new ArrayList<Range>();
    for (String part : header.split(",")) {
      String[] fields = part.split(";", -1);
      String[] type = split(fields[0]);
      ranges.add(new Range(type[0], type[1], quality(fields)));
    }
    return new Accept(ranges);
  }

  private static String[] split(String mediaType) {
    String plain = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    int slash = plain.indexOf('/');
    return slash < 0 ? new String[] {plain, ""} : new String[] {plain.substring(0, slash), plain.substring(slash + 1)};
  }

  private static double quality(String[] fields) {
    for (String field : fields) {
      String parameter = field.strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException malformed) {
          throw Refusal.badRequest("the Accept header has a quality that is no number: '" + parameter + "'", "");
        }
      }
    }
    return 1;
  }

  /** The offered type that the client likes best, the earlier one of equals; none if it takes none of them. */
  Optional<String> choose(List<String> offers) {
    String best = null;
    double liked = 0;
    for (String offer : offers) {
      double quality = quality(offer);
      if (quality > liked) {
        best = offer;
        liked = quality;
      }
    }
    return Optional.ofNullable(best);
  }

  /** As {@link #choose}, but refused with 406 if there is none. */
  String require(List<String> offers) {
    return choose(offers).orElseThrow(() -> Refusal.of(406, "not_acceptable",
        "the Accept header takes none of what there is: " + String.join(", ", offers), "leave it out, or add */*"));
  }

  /** True if the client names this very type, not only a range that has it. */
  boolean names(String mediaType) {
    String[] wanted = split(mediaType);
    return ranges.stream().anyMatch(range -> range.specificity() == 2 && range.matches(wanted) && range.quality() > 0);
  }

  private double quality(String offer) {
    String[] offered = split(offer);
    return ranges.stream()
        .filter(range -> range.matches(offered))
        .max(Comparator.comparingInt(Range::specificity))
        .map(Range::quality)
        .orElse(0.0);
  }
}
