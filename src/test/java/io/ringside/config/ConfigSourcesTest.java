package io.ringside.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {
  @TempDir
  private Path directory;

  @Test
  void laterSourcesWinAndEachValueRemembersItsOwn() throws IOException {
    Path file = file("""
        http:
          host: 0.0.0.0
          port: 1
        quorum.r: 1
        """);
    ResolvedConfig config = new ConfigSources()
        .file(file)
        .environment(environment("RINGSIDE_HTTP_PORT", "2", "RINGSIDE_DATA_CACHE_MEBIBYTES", "32"))
        .set(List.of("http.port=3", "quorum.w=3"), "--set")
        .set("http.port", "4", "--http-port")
        .read();
    assertThat(config.node().http()).isEqualTo(new HttpConfig(true, "0.0.0.0", 4));
    assertThat(config.node().data().cacheMebibytes()).isEqualTo(32);
    assertThat(originOf(config, "http.host")).isEqualTo(file + ":2");
    assertThat(originOf(config, "quorum.r")).isEqualTo(file + ":4");
    assertThat(originOf(config, "http.port")).isEqualTo("--http-port");
    assertThat(originOf(config, "quorum.w")).isEqualTo("--set");
    assertThat(originOf(config, "data.cacheMebibytes")).isEqualTo("environment RINGSIDE_DATA_CACHE_MEBIBYTES");
    assertThat(originOf(config, "gossip.periodMillis")).isEqualTo("default");
  }

  @Test
  void theEnvironmentWinsOverTheFileAndFlagsOverBoth() throws IOException {
    Path file = file("http: {port: 1}\n");
    var environment = environment("RINGSIDE_HTTP_PORT", "2");
    assertThat(new ConfigSources().file(file).read().node().http().port()).isEqualTo(1);
    assertThat(new ConfigSources().file(file).environment(environment).read().node().http().port()).isEqualTo(2);
    assertThat(new ConfigSources().file(file).environment(environment).set("http.port", "3", "--http-port").read()
        .node().http().port()).isEqualTo(3);
  }

  @Test
  void aListIsReadFromAFileAsFromAFlag() throws IOException {
    Path file = file("""
        node: {name: n2}
        quorum: {n: 2}
        cluster:
          members:
            - n1=127.0.0.1:7101
            - n2=127.0.0.1:7102
        """);
    assertThat(new ConfigSources().file(file).read().node().cluster().members())
        .isEqualTo(NodeConfig.of("node.name=n2", "quorum.n=2", "cluster.members=n1=127.0.0.1:7101, n2=127.0.0.1:7102")
            .cluster().members());
  }

  @Test
  void aFileMayBeEmptyOrHaveEmptySections() throws IOException {
    for (String text : List.of("", "---\n", "# nothing\n", "http:\nbuckets:\n", "buckets:\n  cart:\n")) {
      assertThat(new ConfigSources().file(file(text)).read().node()).isEqualTo(NodeConfig.of());
    }
  }

  @Test
  void anUnknownKeyIsRefusedWithItsPlaceAndASuggestion() throws IOException {
    Path file = file("http:\n  prot: 8099\nquorum:\n  R: 2\n");
    assertThat(problemsOf(new ConfigSources().file(file))).containsExactly(
        new Problem("http.prot = '8099' (" + file + ":2): there is no such setting", "did you mean http.port?"),
        new Problem("quorum.R = '2' (" + file + ":4): there is no such setting", "did you mean quorum.r?"));
    assertThat(problemsOf(new ConfigSources().set(List.of("port=1", "gossip.nonsense=1"), "--set"))).containsExactly(
        new Problem("port = '1' (--set): there is no such setting", "did you mean bus.port or http.port?"),
        new Problem("gossip.nonsense = '1' (--set): there is no such setting", ""));
    assertThat(problemsOf(new ConfigSources().environment(environment("RINGSIDE_HTTP_PROT", "1")))).containsExactly(
        new Problem("environment variable RINGSIDE_HTTP_PROT stands for no setting", "did you mean RINGSIDE_HTTP_PORT?"));
  }

  @Test
  void aSectionIsNoSetting() {
    assertThat(problemsOf(new ConfigSources().set(List.of("http=8098"), "--set"))).containsExactly(
        new Problem("http = '8098' (--set): this is a section, not a setting", "its settings are http.…"));
    assertThat(problemsOf(new ConfigSources().set(List.of("http"), "--set")))
        .containsExactly(Problem.of("--set takes key=value, not 'http'"));
  }

  @Test
  void variablesOfOthersAreNotOurSettings() {
    var environment = environment("PATH", "/bin", "RINGSIDE_JAVA_OPTS", "-Xmx1g", "RINGSIDE_SERVICE_HOST", "10.0.0.1",
        "RINGSIDE_PORT", "tcp://10.0.0.1:8098", "RINGSIDE_PORT_8098_TCP_ADDR", "10.0.0.1");
    assertThat(new ConfigSources().environment(environment).read().node()).isEqualTo(NodeConfig.of());
  }

  @Test
  void aBucketInTheEnvironmentIsPointedToTheFile() {
    assertThat(problemsOf(new ConfigSources().environment(environment("RINGSIDE_BUCKETS_CART_R", "1"))))
        .singleElement().satisfies(problem -> assertThat(problem.hint()).contains("--set buckets.<name>.r"));
  }

  @Test
  void aWrongTypeOrRangeNamesKeyValuePlaceAndWhatIsAllowed() {
    assertThat(problemsOf(new ConfigSources().set(List.of("http.port=65536", "http.enabled=yes", "quorum.n=three",
        "data.durability=often", "limits.tokenDots=65", "http.host=", "node.name=a b", "cluster.members=n1"), "--set")))
        .extracting(Problem::what).containsExactlyInAnyOrder(
            "http.port = '65536' (--set): must be a whole number from 0 to 65535",
            "http.enabled = 'yes' (--set): must be true or false",
            "quorum.n = 'three' (--set): must be a whole number from 1 to 16",
            "data.durability = 'often' (--set): must be one of sync, async",
            "limits.tokenDots = '65' (--set): must be a whole number from 1 to 64",
            "http.host = '' (--set): may not be empty",
            "node.name = 'a b' (--set): A node's name is 1 to 64 letters, digits, '.', '_' or '-', and starts with a letter"
                + " or digit, not 'a b'",
            "cluster.members = 'n1' (--set): A member is written name=host:busPort, not 'n1'");
  }

  @Test
  void everyRangeIsHeldAtBothEnds() {
    Schema.entries().stream().filter(entry -> entry.type() == int.class).forEach(entry -> {
      assertThat(entry.parse(Long.toString(entry.knob().min()))).isEqualTo((int) entry.knob().min());
      assertThat(entry.parse(Long.toString(entry.knob().max()))).isEqualTo((int) entry.knob().max());
      for (long outside : List.of(entry.knob().min() - 1, entry.knob().max() + 1)) {
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> entry.parse(Long.toString(outside))))
            .as(entry.key()).hasMessage("must be a whole number from %d to %d", entry.knob().min(), entry.knob().max());
      }
    });
  }

  @Test
  void aBrokenFileIsReportedByLine() throws IOException {
    Path file = directory.resolve("node.yaml");
    assertBroken("http:\n  port: 1\n port: 2\n", file + ":3: is not valid YAML");
    assertBroken("http: {port: 1}\nhttp.port: 2\n", file + ":2: http.port is already set at " + file + ":1");
    assertBroken("http:\n  port:\n", file + ":2: http.port has no value");
    assertBroken("- a\n", file + ":1: must hold sections and settings");
    assertBroken("log: {level: info}\n---\nlog: {level: warn}\n", "holds a second document");
    assertBroken("http: {port: &p 1}\nbus: {port: *p}\n", file + ":2: bus.port is an alias (*p)");
    assertBroken("cluster: {members: [{n1: x}]}\n", file + ":1: the items of cluster.members must be plain values");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path missing = directory.resolve("missing.yaml");
    assertThat(problemsOf(new ConfigSources().file(missing)))
        .containsExactly(Problem.of("the configuration file " + missing + " does not exist"));
    Path garbled = Files.write(directory.resolve("garbled.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(problemsOf(new ConfigSources().file(garbled)))
        .containsExactly(Problem.of("the configuration file " + garbled + " is not UTF-8 text"));
    assertThat(problemsOf(new ConfigSources().file(directory))).singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("cannot be read"));
  }

  @Test
  void allProblemsAreToldAtOnce() {
    var refused = catchThrowableOfType(ConfigException.class, () -> NodeConfig.of("http.port=x", "quorum.q=1"));
    assertThat(refused).hasMessage("""
        The configuration cannot be used:
          - quorum.q = '1' (NodeConfig.of): there is no such setting
              hint: did you mean quorum.n or quorum.r or quorum.w?
          - http.port = 'x' (NodeConfig.of): must be a whole number from 0 to 65535""");
  }

  @Test
  void theDistanceBetweenWordsCountsSwapsOnce() {
    assertThat(Suggestion.distance("port", "port")).isZero();
    assertThat(Suggestion.distance("prot", "port")).isEqualTo(1);
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
  }

  private void assertBroken(String text, String expected) throws IOException {
    assertThat(problemsOf(new ConfigSources().file(file(text)))).first()
        .satisfies(problem -> assertThat(problem.what()).contains(expected));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("node.yaml"), text);
  }

  private static String originOf(ResolvedConfig config, String key) {
    return config.setting(key).origin().toString();
  }

  private static List<Problem> problemsOf(ConfigSources sources) {
    return catchThrowableOfType(ConfigException.class, sources::read).problems();
  }

  private static SortedMap<String, String> environment(String... namesAndValues) {
    var environment = new TreeMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }
}
