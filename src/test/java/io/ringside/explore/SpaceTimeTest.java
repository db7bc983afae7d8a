package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.explore.SpaceTime.Happening;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpaceTimeTest {
  private final SpaceTime spaceTime = new SpaceTime();

  private Happening read(String line) {
    return spaceTime.read(line).orElseThrow();
  }

  @Test
  void aMessageCarriesItsSendersClock() {
    Happening sent = read("1000 send m1 n1->n2 Store ab");
    read("1100 send m2 n2->n1 Probe ab");
    Happening got = read("1500 deliver m1 n1->n2 Store ab");
    assertThat(sent.line()).isEqualTo("    0.001 s  n1   sends Store to n2 (m1)");
    assertThat(got.line()).isEqualTo("    0.002 s  n2   gets Store from n1 (m1)");
    assertThat(got.clock().toString()).isEqualTo("{n1=1, n2=2}");
    assertThat(got.shiViz()).isEqualTo("n2 {\"n1\": 1, \"n2\": 2}\ngets Store from n1 (m1)");
  }

  @Test
  void gossipIsAHeartbeatAndWhatIsDoneToTheWorldHappensNowhere() {
    assertThat(read("1 send m1 n1->n2 Probe ab").heartbeat()).isTrue();
    assertThat(read("2 lose m1 n1->n2 Store answer ab").what()).isEqualTo("Store's answer from n1 to n2 is lost (m1)");
    assertThat(read("3 crash n3").node()).isEmpty();
  }

  @Test
  void whatSpeaksOfAKeySaysSo() {
    Happening store = read("1 send m1 n1->n2 Store answer ab cart");
    assertThat(store.key()).isEqualTo("cart");
    assertThat(store.what()).isEqualTo("sends Store's answer of cart to n2 (m1)");
    assertThat(read("2 client c2 cart: answered: ok n1:3").line()).isEqualTo("    0.000 s  c2   answered: ok n1:3");
    assertThat(read("2 client c2 cart: answered: ok n1:3").key()).isEqualTo("cart");
    assertThat(read("3 client c2: goes on at n3").key()).isEmpty();
    assertThat(read("7000 violated I5: n1 forgot").line()).isEqualTo("    0.007 s  !!   I5: n1 forgot");
    assertThat(read("8 send m2 n1->n2 CompareRoots ab").heartbeat()).isTrue();
  }

  @Test
  void everyLineOfARealTraceIsRead() {
    int[] events = {0};
    Runs.play(Runs.script(3, 2), line -> spaceTime.read(line).ifPresent(one -> events[0]++));
    assertThat(events[0]).isGreaterThan(100);
  }

  @Test
  void aHistoryIsWrittenAsElleReadsIt() {
    List<String> lines = Elle.lines(Runs.play(Runs.script(3, 5), null).history());
    Pattern form = Pattern.compile(
        "\\{:index \\d+, :time \\d+, :process \\d+, :type :(invoke|ok|fail|info), :f :txn, :value \\[\\[:(r|w) \".*\" .*\\]\\]\\}");
    assertThat(lines).isNotEmpty().allMatch(form.asMatchPredicate());
    assertThat(lines.stream().filter(line -> line.contains(":invoke"))).hasSizeGreaterThan(lines.size() / 2 - 1);
  }
}
