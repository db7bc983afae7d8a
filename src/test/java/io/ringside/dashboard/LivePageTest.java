package io.ringside.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A live cluster with a time cursor, in a real browser: it goes on while one looks at what was. */
class LivePageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIVE = "#live&bucket=default&key=";
  private static final Pattern FOLLOWING = Pattern.compile("● Live");
  private static final int PHONE = 360;
  private static final int DESK = 1280;

  /** All that a browser opens to one origin at a time. */
  private static final int MOST_CONNECTIONS = 6;

  @TempDir
  private static Path directory;

  private static LiveCluster cluster;
  private static Chromium chromium;
  private static Wire wire;

  @BeforeAll
  static void start() throws Exception {
    cluster = LiveCluster.start(5, directory);
    wire = new Wire(cluster.url());
    chromium = new Chromium();
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    wire.close();
    cluster.close();
  }

  private static Page open(String key) {
    return onceLive(chromium.page(wire.url() + LIVE + key));
  }

  private static Page onceLive(Page page) {
    assertThat(page.locator(".to-live")).containsText(FOLLOWING);
    return Chromium.drawAll(page);
  }

  /** Over what is there, as a client that has read it. */
  private static void put(Page page, String key, String value) {
    page.evaluate("""
        async ([key, value]) => {
          const read = await fetch(`/kv/${key}`);
          const token = read.headers.get('X-Context');
          await fetch(`/kv/${key}`, { method: 'PUT', body: value, headers: { 'Content-Type': 'text/plain', ...(token ? { 'X-Context': token } : {}) } });
        }""", List.of(key, value));
  }

  private static void fault(Page page, String json) {
    page.evaluate("wish => fetch('/faults', { method: 'POST', body: wish, headers: { 'Content-Type': 'application/json' } })", json);
  }

  private static Locator value(Page page) {
    return page.locator("#key .told").first();
  }

  @Test
  void oneCanGoBackWhileTheClusterGoesOnAndReturn() {
    Page page = open("wish");
    put(page, "wish", "bread");
    assertThat(value(page)).hasText("One version lives: bread.");
    page.keyboard().press("Space");
    assertThat(page.locator(".to-live")).containsText("Back to live");
    put(page, "wish", "butter");
    assertThat(page.locator(".to-live")).not().containsText("live: 0 events");
    assertThat(value(page)).hasText("One version lives: bread.");
    page.keyboard().press("Home");
    assertThat(value(page)).hasText("Nothing of it was observed up to this moment.");
    page.keyboard().press("Shift+ArrowRight");
    page.keyboard().press("l");
    assertThat(value(page)).hasText("One version lives: butter.");
    put(page, "wish", "jam");
    assertThat(value(page)).hasText("One version lives: jam.");
    page.context().close();
  }

  @Test
  void aStreamThatWasCutGoesOnWithoutAGapAndNothingComesTwice() throws IOException {
    Page page = open("resumed");
    put(page, "resumed", "before");
    assertThat(value(page)).containsText("before");
    wire.cut();
    assertThat(page.locator(".to-live")).containsText("Connection lost");
    assertThat(page.locator(".available")).containsText("not observed: n1, n2, n3, n4, n5");
    Page other = chromium.page(cluster.url());
    for (int i = 0; i < 20; i++) {
      put(other, "resumed", "while it was cut " + i);
    }
    other.context().close();
    wire.mend();
    assertThat(page.locator(".to-live")).containsText(FOLLOWING);
    assertThat(value(page)).containsText("while it was cut 19");
    assertThat(page.locator(".available")).not().containsText("not observed");
    page.keyboard().press("Space");
    var last = new TreeMap<String, Long>();
    int lines = 0;
    for (String line : savedLog(page).lines().toList()) {
      JsonNode event = JSON.readTree(line);
      assertThat(event.get("kind").asText()).isNotEqualTo("watch.gap");
      if (!event.get("node").asText().equals("*")) {
        long seq = event.get("seq").asLong();
        String speaker = event.get("node").asText() + " " + event.get("start").asText();
        assertThat(seq).as(line).isEqualTo(last.getOrDefault(speaker, seq - 1) + 1);
        last.put(speaker, seq);
        lines++;
      }
    }
    assertThat(lines).isGreaterThan(100);
    page.context().close();
  }

  private static String savedLog(Page page) throws IOException {
    page.locator(".save").evaluate("menu => { menu.open = true; }");
    Locator button = page.locator(".save").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Log").setExact(true));
    return Files.readString(page.waitForDownload(button::click).path());
  }

  @Test
  void aNodeThatDoesNotAnswerIsNotObservedAndOneThatBeganAnewLeavesAGap() {
    Page page = open("away");
    fault(page, "{\"kill\":\"n4\"}");
    assertThat(page.locator(".available")).containsText("not observed: n4");
    assertThat(page.locator("#ring .seat .doubt")).hasCount(1);
    assertThat(page.locator("#ring .seat .struck")).hasCount(0);
    assertThat(page.locator("#views td.belief.dead")).hasCount(4);
    page.locator(".top select").selectOption("n1");
    assertThat(page.locator("#ring .seat .struck")).hasCount(1);
    page.locator(".top select").selectOption("");
    fault(page, "{\"restart\":\"n4\"}");
    assertThat(page.locator(".available")).not().containsText("not observed");
    page.keyboard().press("Home");
    Locator said = page.locator("#transport .said");
    Pattern sought = Pattern.compile(".* cannot be observed any more|n4 began anew: what it said last before may be missing");
    do { // A busy machine may have lost sight of others meanwhile, too.
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("gap or silence")).click();
      assertThat(said).hasText(sought);
    } while (!said.textContent().startsWith("n4 began anew"));
    assertThat(page.locator(".bands .band.gap")).hasCount(1);
    assertThat(page.locator("#views tr.unobserved")).containsText("n4"); // What it believed before is not shown as if it still did.
    page.context().close();
  }

  @Test
  void whatIsFurtherDownIsDrawnWhenOneComesNearThoughNoNodeAnswersAnyMore() {
    Page page = chromium.page(wire.url() + LIVE + "below");
    assertThat(page.locator(".to-live")).containsText(FOLLOWING);
    assertThat(page.locator("#charts")).containsText("Drawn when one comes near.");
    page.waitForCondition(() -> (Boolean) page.evaluate("performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.endsWith('/live-script.js') && responseEnd > 0)")); // The last.
    wire.cut();
    assertThat(page.locator(".to-live")).containsText("Connection lost");
    assertThat(page.locator("#charts figure")).hasCount(0);
    Chromium.drawAll(page);
    assertThat(page.locator("#charts figure")).hasCount(4);
    assertThat(page.locator("header .failure")).hasCount(0);
    wire.mend();
    page.context().close();
  }

  @Test
  void sevenTabsAreAllLive() {
    BrowserContext context = open("tabs").context();
    var tabs = new ArrayList<>(context.pages());
    while (tabs.size() < 7) {
      Page tab = context.newPage();
      tab.setDefaultTimeout(30_000);
      tab.navigate(wire.url() + LIVE + "tabs");
      tabs.add(onceLive(tab));
    }
    put(tabs.get(0), "tabs", "for all");
    for (Page tab : tabs) {
      assertThat(value(tab)).hasText("One version lives: for all.");
    }
    tabs.get(0).waitForCondition(() -> wire.connections() <= MOST_CONNECTIONS); // One that was given up may still be on its way out.
    context.close();
  }

  /** As after a restart of a demonstration: other nodes of the same names, each in its first start, behind the same address. */
  @Test
  void anotherClusterAtTheSameAddressIsNotTakenForTheOneBefore(@TempDir Path others) throws Exception {
    try (Wire moved = new Wire(cluster.url())) {
      Page page = onceLive(chromium.page(moved.url() + LIVE + "before"));
      put(page, "before", "the other cluster's");
      assertThat(value(page)).containsText("the other cluster's");
      moved.cut();
      assertThat(page.locator(".to-live")).containsText("Connection lost");
      try (LiveCluster second = LiveCluster.start(5, others)) {
        moved.leadTo(second.url());
        moved.mend();
        assertThat(page.locator("#operations tbody tr")).hasCount(0);
        onceLive(page);
        put(page, "after", "this one's");
        assertThat(page.locator("#operations tbody tr").first()).containsText("after");
        page.context().close();
      }
    }
  }

  @Test
  void whoComesLateSeesWhatIsBrokenThoughTheNodesHaveForgottenToSay(@TempDir Path forgetful) throws Exception {
    try (LiveCluster second = LiveCluster.start(5, forgetful, "events.capacity=64")) {
      Page page = onceLive(chromium.page(second.url() + LIVE + "x"));
      fault(page, "{\"partition\":[[\"n1\",\"n2\"],[\"n3\",\"n4\",\"n5\"]]}");
      assertThat(page.locator("#ring .wall")).hasCount(12);
      for (int i = 0; i < 40; i++) {
        put(page, "forgotten-" + i, "x");
      }
      Page late = onceLive(chromium.page(second.url() + LIVE + "x"));
      assertThat(late.locator("#ring .wall")).hasCount(12);
      assertThat(late.locator(".available")).containsText("side {n1, n2}");
      fault(page, "{\"heal\":\"links\"}");
      assertThat(late.locator("#ring .wall")).hasCount(0);
      late.context().close();
      page.context().close();
    }
  }

  @TestFactory
  Stream<DynamicTest> itIsAccessibleAndFitsItsWindow() {
    return Stream.of(PHONE, DESK).flatMap(width -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK).map(scheme ->
        DynamicTest.dynamicTest(width + " " + scheme, () -> {
          Page page = onceLive(chromium.page(wire.url() + LIVE + "look", width, scheme));
          put(page, "look", "here");
          assertThat(value(page)).containsText("here");
          Everybody.canUse(page, width);
          page.keyboard().press("Space");
          page.locator("#ring summary").click();
          page.locator("#space-time summary").click();
          Everybody.canUse(page, width);
          page.context().close();
        })));
  }
}
