package io.ringside.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.ringside.scenario.Narrator;
import io.ringside.scenario.Scenario;
import io.ringside.scenario.SimWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The first page alone is enough to break a real cluster, to write to it, and to do the same again in virtual time. */
class LiveBreakingPageTest {
  private static final String LIVE = "#live&bucket=default&key=";
  private static final int PHONE = 360;
  private static final int DESK = 1280;
  private static final long SEED = 7;

  @TempDir
  private static Path directory;

  private static LiveCluster cluster;
  private static Chromium chromium;

  private Page page;

  @BeforeAll
  static void start() throws Exception {
    cluster = LiveCluster.start(5, directory);
    chromium = new Chromium();
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    cluster.close();
  }

  @AfterEach
  void nothingStaysBroken() throws IOException, InterruptedException {
    page.context().close();
    HttpRequest heal = HttpRequest.newBuilder(URI.create(cluster.url() + "faults")).DELETE().build();
    HttpClient.newHttpClient().send(heal, HttpResponse.BodyHandlers.discarding());
  }

  private void open(String key) {
    page = onceLive(chromium.page(cluster.url() + LIVE + key));
  }

  private static Page onceLive(Page page) {
    assertThat(page.locator(".to-live")).containsText(Pattern.compile("● Live"));
    page.locator(".writing").waitFor();
    return Chromium.drawAll(page);
  }

  private Locator button(String within, String name) {
    return page.locator(within).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private void openTheDrawer() {
    button("header", "Break it").click();
    page.locator("#script .break").waitFor();
  }

  private void choose(String fault) {
    page.locator("#script input[value=" + fault + "]").check();
  }

  private Locator done() {
    return page.locator("#script .told");
  }

  private Locator value() {
    return page.locator("#key .told").first();
  }

  private Locator answer() {
    return page.locator(".writing .answer");
  }

  private void write(String value) {
    page.locator(".writing [name=value]").fill(value);
    button(".writing", "Put").click();
    assertThat(answer()).containsText("Stored as");
  }

  private void read(String via, String finds) {
    page.locator(".writing [name=via]").selectOption(via);
    button(".writing", "Get").click();
    assertThat(answer()).containsText(finds);
    assertThat(page.locator(".writing .answer .hint")).containsText(via + " coordinated");
  }

  @Test
  void oneCanSeeWhatTheClientKnowsThatThePagePlays() {
    open("seen");
    write("1");
    read("n2", "Read one value");
    button(".writing", "Make a conflict").click();
    assertThat(value()).containsText("2 siblings");
    page.getByLabel("Seen by").selectOption("client:bob");
    assertThat(page.locator("#client tbody tr")).hasCount(2);
    page.getByLabel("Seen by").selectOption("client:visitor");
    Locator rows = page.locator("#client tbody tr");
    assertThat(rows).hasCount(3);
    assertThat(rows.first()).containsText("41, written as");
    assertThat(rows.nth(1)).containsText("get seen");
    assertThat(rows.nth(2)).containsText("put seen 1");
    assertThat(rows.nth(2)).containsText("Stored as");
    assertThat(page.locator("#views tr.unobserved")).hasCount(5); // Of nodes it is told nothing: they are not down.
    assertThat(value()).containsText("visitor is not told");
    assertThat(page.locator("#space-time")).containsText("has faded: as nodes tell no messages, that is all but its own.");
    assertThat(page.locator("#space-time .row-event.unknown")).not().hasCount(0);
    assertThat(page.locator("#space-time .row-event:not(.unknown)")).not().hasCount(0); // Of its six the last ones: there is room for so many rows.
    page.getByLabel("Seen by").selectOption("");
    assertThat(value()).containsText("2 siblings");
  }

  @Test
  void aSplitClusterTakesWritesOnBothSidesAndTheSameIsDoneAgainInVirtualTime() throws IOException {
    open("list");
    write("[\"bread\"]");
    openTheDrawer();
    choose("partition");
    page.locator("#script .fields").getByLabel("n1").check();
    page.locator("#script .fields").getByLabel("n2").check();
    button("#script", "Break").click();
    assertThat(done()).containsText("Done: partition n1 n2 | n3 n4 n5.");
    assertThat(page.locator("#ring .wall")).hasCount(12);
    read("n1", "Read one value");
    write("[\"bread\",\"jam\"]");
    read("n4", "Read one value");
    write("[\"bread\",\"tea\"]");
    button("#script", "Heal everything").click();
    assertThat(page.locator("#ring .wall")).hasCount(0);
    assertThat(value()).containsText(Pattern.compile("2 siblings: .*(jam.*tea|tea.*jam)"));
    assertThat(page.locator("#healing")).containsText("the owners of every key hold the same");
    button(".writing", "Union").click();
    button(".writing", "Resolve").click();
    assertThat(value()).hasText("One version lives: [\"bread\",\"jam\",\"tea\"].");

    String text = page.locator("#script textarea").inputValue();
    page.reload();
    onceLive(page);
    openTheDrawer();
    assertThat(page.locator("#script textarea")).hasValue(text); // The tab remembers it.
    assertThat(text.lines().map(line -> line.replaceFirst("^at \\S+ ", ""))).containsSubsequence(
        "put list [\"bread\"] via n1 as visitor may fail", "partition n1 n2 | n3 n4 n5",
        "put list [\"bread\",\"jam\"] over seen via n1 as visitor may fail",
        "put list [\"bread\",\"tea\"] over seen via n4 as visitor may fail", "heal");
    var download = page.waitForDownload(() -> button("#script", "Save").click());
    assertThat(download.suggestedFilename()).isEqualTo("live.scenario");
    assertEquals(text, Files.readString(download.path()));
    String hash = SimWorld.play(Scenario.parse(text), 1, Narrator.SILENT).hash();
    Page again = page.waitForPopup(() -> page.locator("#script a.button").click());
    assertThat(again.locator("#script tbody td code")).hasText(hash);
    again.close();
  }

  @Test
  void linksAreMadeSlowAndHealed() {
    open("late");
    openTheDrawer();
    choose("slow");
    page.locator("#script .fields").getByLabel("Links").selectOption("both");
    page.locator("#script .fields").getByLabel("From").selectOption("n1");
    page.locator("#script .fields").getByLabel("To").selectOption("n3");
    assertThat(page.locator("#script .line")).hasText("slow 200ms n1 - n3");
    button("#script", "Break").click();
    assertThat(done()).containsText("Done: slow 200ms n1 - n3.");
    assertThat(page.locator("#script .break")).containsText("delay 200ms n1->n3; delay 200ms n3->n1");
    assertThat(page.locator("#ring .wall")).hasCount(2);
    write("7");
    choose("heal");
    button("#script", "Break").click();
    assertThat(page.locator("#script .break")).containsText("Neither nodes nor links are broken");
    assertThat(page.locator("#ring .wall")).hasCount(0);
    assertThat(value()).hasText("One version lives: 7.");
  }

  @Test
  void byKeyboardAloneANodeIsKilledAndStartedAgain() {
    open("by-keyboard");
    page.keyboard().press("x");
    assertThat(page.locator("#script input[value=crash]")).isFocused();
    page.keyboard().press("Tab");
    page.keyboard().press("End");
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("Enter");
    assertThat(done()).containsText("Done: crash n5.");
    assertThat(page.locator("#script .break")).containsText("down: n5");
    assertThat(page.locator("#views td.belief.dead")).hasCount(4);
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#script .line")).hasText("restart n5");
    page.keyboard().press("Enter");
    assertThat(done()).containsText("Done: restart n5.");
    assertThat(page.locator("#views td.belief.dead")).hasCount(0);
    page.locator(".writing [name=key]").focus();
    page.keyboard().press("Enter");
    assertThat(answer()).containsText("There is nothing under this key.");
    page.keyboard().press("Tab");
    page.keyboard().press("Control+A");
    page.keyboard().type("1");
    int stopsToPut = 5;
    for (int stop = 0; stop < stopsToPut; stop++) {
      page.keyboard().press("Tab");
    }
    page.keyboard().press("Space");
    assertThat(value()).hasText("One version lives: 1.");
  }

  @Test
  void byMouseALinkOfTheRingIsCutOneWayAndHealed() {
    open("by-mouse");
    openTheDrawer();
    page.locator("#ring .seat").nth(1).click();
    assertThat(page.locator("#script .line")).hasText("crash n2");
    page.locator("#ring .link .reach").nth(2).dispatchEvent("click");
    assertThat(page.locator("#script .line")).hasText("cut n2 -> n4");
    button("#script", "Break").click();
    assertThat(done()).containsText("Done: cut n2 -> n4.");
    assertThat(page.locator("#ring .wall")).hasCount(1);
    choose("heal");
    button("#script", "Break").click();
    assertThat(page.locator("#ring .wall")).hasCount(0);
    assertThat(page.locator("#script textarea")).hasValue(
        Pattern.compile(".*at 0s cut n2 -> n4\nat \\S+ heal\n", Pattern.DOTALL));
  }

  @Test
  void whatIsPastIsNeitherBrokenNorWrittenTo() {
    open("past");
    write("1");
    openTheDrawer();
    page.locator("#transport").getByLabel("One event back").click();
    assertThat(page.locator("#script .break")).containsText("What is shown is past, and a fault happens now.");
    assertThat(page.locator(".writing")).containsText("What is shown is past, and a write happens now.");
    assertThat(page.locator(".writing form")).hasCount(0);
    button("#script", "Break").click(new Locator.ClickOptions().setForce(true));
    button("#script", "Heal everything").click(new Locator.ClickOptions().setForce(true));
    assertThat(done()).hasText("");
    button("#script", "Back to live").click();
    assertThat(page.locator(".writing form")).hasCount(1);
    choose("pause");
    page.locator("#script .fields").getByLabel("Seconds").fill("0.5");
    button("#script", "Break").click();
    assertThat(done()).containsText("Done: pause n2 500ms.");
  }

  @Test
  void whatIsRefusedIsSaidWithWhatToDo() {
    open("refused");
    page.locator(".writing [name=value]").fill("[1,");
    button(".writing", "Put").click();
    assertThat(page.locator(".writing .failure")).containsText("JSON");
    page.route("**/faults", route -> route.fulfill(new Route.FulfillOptions().setStatus(403)
        .setBody("{\"error\":\"faults_not_allowed\",\"reason\":\"not <b>here</b>\",\"hint\":\"nor there\"}")));
    openTheDrawer();
    button("#script", "Break").click();
    assertThat(page.locator("#script .failure")).hasText("not <b>here</b>. nor there");
    assertThat(page.locator("#script textarea")).hasValue("");
    page.unroute("**/faults");
  }

  @Test
  void aHostileKeyStaysText() {
    String hostile = "<img src=x onerror=alert(1)>";
    open("harmless");
    openTheDrawer();
    page.locator(".writing [name=key]").fill(hostile);
    page.locator(".writing [name=value]").fill("\"" + hostile + "\"");
    page.locator(".writing [name=blind]").check();
    for (int write = 0; write < 2; write++) {
      button(".writing", "Put").click();
      assertThat(answer()).containsText("Stored as");
    }
    assertThat(value()).containsText("2 siblings: \"<img src=x");
    button(".writing", "Last written").click();
    button(".writing", "Resolve").click();
    assertThat(answer()).containsText("Resolved " + hostile);
    assertThat(page.locator("#script textarea")).hasValue(
        Pattern.compile(".*put \"<img src=x onerror=alert.1.>\" \".*", Pattern.DOTALL));
    assertThat(page.locator("img")).hasCount(0);
    String text = page.locator("#script textarea").inputValue();
    assertThat(SimWorld.play(Scenario.parse(text), SEED, Narrator.SILENT).result().failures()).isEmpty();
  }

  @Test
  void whereFaultsAreNotAllowedNoneIsOfferedAndThePageSaysWhy(@TempDir Path elsewhere) throws Exception {
    try (LiveCluster safe = LiveCluster.start(3, elsewhere, "faults.allowed=false")) {
      page = onceLive(chromium.page(safe.url() + LIVE + "safe"));
      assertThat(page.locator("header").first()).containsText("nothing can be broken from here");
      assertThat(button("header", "Break it")).hasCount(0);
      page.keyboard().press("x");
      write("1");
      assertThat(value()).hasText("One version lives: 1.");
      assertThat(page.locator("#script")).hasCount(0);
      assertThat(page.locator("#ring .link")).hasCount(0);
    }
  }

  @TestFactory
  Stream<DynamicTest> everybodyCanUseIt() {
    return Stream.of(PHONE, DESK).flatMap(width -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK).map(scheme ->
        DynamicTest.dynamicTest(width + " " + scheme, () -> {
          page = onceLive(chromium.page(cluster.url() + LIVE + "counter", width, scheme));
          openTheDrawer();
          for (String fault : List.of("pause", "cut", "partition")) {
            choose(fault);
            Everybody.canUse(page, "#script", width);
          }
          button(".writing", "Make a conflict").click();
          button(".writing", "Union").click();
          page.locator(".writing [name=resolution]").waitFor();
          page.locator("#script a.button").waitFor();
          Everybody.canUse(page, width);
          page.locator("#transport").getByLabel("One event back").click();
          button("#script", "Back to live").waitFor();
          Everybody.canUse(page, width);
          page.context().close();
        })));
  }
}
