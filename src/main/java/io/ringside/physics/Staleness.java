package io.ringside.physics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many reads see a write that was committed so many milliseconds ago. */
final class Staleness implements Law {
  private final String name;
  private final String statement;
  private final List<Experiment> experiments;

  private Staleness(String name, String statement, List<Experiment> experiments) {
    this.name = name;
    this.statement = statement;
    this.experiments = experiments;
  }

  /** The production fits; the percentages are exact, recomputed from the published parameters. */
  static Law published() {
    return new Staleness("staleness", "PBS: how many reads see a write committed t ms ago (SSD, DISK)", experiments());
  }

  static List<Experiment> experiments() {
    return List.of(
        experiment(Model.SSD, 1, 1, "0:97.360 0.1:97.775 0.2:98.116 0.5:98.856 1:99.504 2:99.906 3:99.982 5:99.999"),
        experiment(Model.SSD, 1, 2, "0:97.831 0.5:99.053 1:99.590 2:99.922"),
        experiment(Model.SSD, 2, 1, "0:99.940 0.1:99.958 0.5:99.988 1:99.998"),
        experiment(Model.SSD, 2, 2, "0:100 1:100"),
        experiment(Model.DISK, 1, 1, "0:43.649 1:58.335 2:67.101 5:81.797 10:92.619 20:98.587 50:99.893 100:99.963"),
        experiment(Model.DISK, 1, 2, "0:71.274 1:77.244 2:81.440 5:89.418 10:95.609 20:99.100 50:99.906"),
        experiment(Model.DISK, 2, 1, "0:76.261 1:86.972 2:91.844 5:97.490 10:99.589 20:99.985"),
        experiment(Model.DISK, 2, 2, "0:100 1:100"));
  }

  /** Somebody's own parameters, of which nothing was published: judged against the prediction. */
  static Law own(Model model, List<Quorums> quorums, List<Double> timesMillis) {
    return new Staleness("model", "PBS: the given model, against its own prediction",
        quorums.stream().map(each -> new Experiment(model, each, timesMillis, List.of())).toList());
  }

  static Law of(Experiment... experiments) {
    return new Staleness("staleness", "PBS", List.of(experiments));
  }

  static Experiment experiment(Model model, int r, int w, String table) {
    var times = new ArrayList<Double>();
    var published = new ArrayList<Double>();
    Arrays.stream(table.split(" ")).map(entry -> entry.split(":")).forEach(entry -> {
      times.add(Double.valueOf(entry[0]));
      published.add(Double.valueOf(entry[1]));
    });
    return new Experiment(model, new Quorums(3, r, w), times, published);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String statement() {
    return statement;
  }

  @Override
  public Result measure(Effort effort) {
    List<Experiment.Outcome> outcomes = experiments.parallelStream().map(each -> each.run(effort, effort.writes())).toList();
    return new Result(outcomes.stream().flatMap(outcome -> outcome.findings(name).stream()).toList(),
        outcomes.stream().map(Experiment.Outcome::plot).toList());
  }
}
