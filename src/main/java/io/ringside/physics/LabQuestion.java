package io.ringside.physics;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What somebody wants to know in the quorum lab: delays, N, R and W, and how long after a write it is read. Immutable.
 *
 * @param timesMillis after the commit, in order; none if the model is to say which are worth a look
 */
record LabQuestion(Model model, Quorums quorums, List<Double> timesMillis) {
  /** More replicas than anybody draws. */
  static final int MAX_COPIES = 7;

  static final int MAX_TIMES = 12;

  /** Virtual time costs little, but not nothing. */
  private static final double MAX_AFTER_MILLIS = 10_000;

  /** Of a delay that is written out. */
  private static final int MAX_LETTERS = 200;

  private static final String QUERY = "the query";
  private static final String OWN = "own";
  private static final List<String> LEGS = List.of("w", "a", "r", "s");

  /** Delays with names, and what they are. */
  record Named(String title, Model model) {}

  static final List<Named> NETWORKS = List.of(
      new Named("LinkedIn, spinning disks (Bailis et al. 2012)", named("disk", Model.DISK)),
      new Named("LinkedIn, flash (Bailis et al. 2012)", named("ssd", Model.SSD)),
      new Named("Slow writes: 20 ms in the mean, all else 10 ms", named("slow-writes", Model.exponential(20, 10))),
      new Named("Even: every message 5 ms in the mean", named("even", Model.exponential(5, 5))));

  LabQuestion {
    timesMillis = List.copyOf(timesMillis);
  }

  private static Model named(String name, Model model) {
    return new Model(name, model.w(), model.a(), model.r(), model.s());
  }

  /**
   * Reads it from what a query says, in the words of {@link PbsModel}: {@code model} or {@code w a r s}, {@code n}, {@code rw}
   * and {@code t}. Throws {@link IllegalArgumentException} that says what is wrong.
   */
  static LabQuestion of(SortedMap<String, String> query) {
    var said = new TreeMap<String, PbsModel.Said>();
    query.forEach((key, text) -> said.put(key, new PbsModel.Said(text, QUERY)));
    said.remove("model");
    Optional<Model> known = named(query);
    known.ifPresent(model -> legs(model).forEach((leg, text) -> said.put(leg, new PbsModel.Said(text, QUERY))));
    checkLengths(said);
    PbsModel asked = PbsModel.of(said);
    if (asked.quorums().size() != 1) {
      throw new IllegalArgumentException("one pair of quorums at a time, as in rw=1/2, not " + asked.quorums().size());
    }
    Model model = known.orElse(new Model(OWN, asked.model().w(), asked.model().a(), asked.model().r(), asked.model().s()));
    return new LabQuestion(model, asked.quorums().get(0), query.containsKey("t") ? asked.timesMillis() : List.of()).checked();
  }

  /** The network that is named; none if its delays are written out. */
  private static Optional<Model> named(SortedMap<String, String> query) {
    boolean written = LEGS.stream().anyMatch(query::containsKey);
    String name = query.get("model");
    if (name != null && written) {
      throw new IllegalArgumentException("a model has a name or its delays written out, not both");
    }
    if (written) {
      return Optional.empty();
    }
    String wanted = name == null ? NETWORKS.get(0).model().name() : name.toLowerCase(Locale.ROOT);
    return Optional.of(NETWORKS.stream().map(Named::model).filter(model -> model.name().equals(wanted)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no model '" + name + "'; there are "
            + NETWORKS.stream().map(each -> each.model().name()).collect(Collectors.joining(", "))
            + ", or write the delays: w=mean(20)&a=mean(10)")));
  }

  private static void checkLengths(SortedMap<String, PbsModel.Said> said) {
    said.forEach((key, each) -> {
      if (each.text().length() > MAX_LETTERS) {
        throw new IllegalArgumentException(key + " has " + each.text().length() + " letters, more than " + MAX_LETTERS);
      }
    });
  }

  private LabQuestion checked() {
    if (quorums.n() > MAX_COPIES) {
      throw new IllegalArgumentException("the lab has room for N=" + MAX_COPIES + " at most, not " + quorums.n());
    }
    if (timesMillis.size() > MAX_TIMES) {
      throw new IllegalArgumentException("at most " + MAX_TIMES + " times after the commit, not " + timesMillis.size());
    }
    timesMillis.stream().filter(time -> time > MAX_AFTER_MILLIS).findFirst().ifPresent(late -> {
      throw new IllegalArgumentException("a read comes at most " + (long) MAX_AFTER_MILLIS + " ms after the commit");
    });
    return this;
  }

  LabQuestion at(List<Double> times) {
    return new LabQuestion(model, quorums, times);
  }

  /** Each leg's delay, as it is written. */
  SortedMap<String, String> delays() {
    return legs(model);
  }

  /** How the delays of a model are written. */
  static SortedMap<String, String> legs(Model model) {
    return new TreeMap<>(Map.of("w", model.w().text(), "a", model.a().text(), "r", model.r().text(), "s", model.s().text()));
  }

  /** A query that asks the same. */
  String query() {
    var query = new StringJoiner("&");
    if (model.name().equals(OWN)) {
      LEGS.forEach(leg -> query.add(leg + "=" + URLEncoder.encode(delays().get(leg), StandardCharsets.UTF_8)));
    } else {
      query.add("model=" + model.name());
    }
    query.add("n=" + quorums.n()).add("rw=" + quorums.r() + "/" + quorums.w());
    return timesMillis.isEmpty() ? query.toString() : query.add("t=" + times("+")).toString();
  }

  /** A file that {@code sim physics --model} takes. */
  String file() {
    return "# A run of the quorum lab\n"
        + LEGS.stream().map(leg -> leg + ": " + delays().get(leg) + "\n").collect(Collectors.joining())
        + "n: " + quorums.n() + "\nrw: " + quorums.r() + "/" + quorums.w() + "\nt: " + times(" ") + "\n";
  }

  private String times(String between) {
    return timesMillis.stream().map(LabQuestion::plain).collect(Collectors.joining(between));
  }

  /** A time as people write it. */
  static String plain(double millis) {
    return BigDecimal.valueOf(millis).stripTrailingZeros().toPlainString();
  }
}
