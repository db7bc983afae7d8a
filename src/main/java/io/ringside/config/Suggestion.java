package io.ringside.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the names somebody may have meant by one that does not exist. */
public final class Suggestion {
  private static final int MOST = 3;

  private Suggestion() {
  }

  /** "did you mean …?", or empty when nothing is close. */
  public static String didYouMean(String name, Collection<String> known) {
    List<String> meant = meant(name.toLowerCase(Locale.ROOT), known);
    return meant.isEmpty() ? "" : "did you mean " + String.join(" or ", meant) + "?";
  }

  private static List<String> meant(String name, Collection<String> known) {
    List<String> sameLeaf = known.stream()
        .filter(candidate -> candidate.toLowerCase(Locale.ROOT).endsWith("." + name)).limit(MOST).toList();
    if (!sameLeaf.isEmpty()) {
      return sameLeaf;
    }
    var byDistance = known.stream().collect(Collectors.groupingBy(
        candidate -> distance(name, candidate.toLowerCase(Locale.ROOT)), TreeMap::new, Collectors.toList()));
    int tolerated = Math.min(Math.max(2, name.length() / 4), Math.max(1, name.length() / 2)); // Of three letters two others are another word.
    return byDistance.isEmpty() || byDistance.firstKey() > tolerated
        ? List.of()
        : byDistance.firstEntry().getValue().stream().sorted(Comparator.naturalOrder()).limit(MOST).toList();
  }

  /** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
