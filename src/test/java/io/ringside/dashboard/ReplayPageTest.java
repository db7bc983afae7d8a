package io.ringside.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.ringside.scenario.Narrator;
import io.ringside.scenario.Scenario;
import io.ringside.scenario.ScenarioLibrary;
import io.ringside.scenario.SimWorld;
import io.ringside.sim.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A recorded run in a real browser: any moment of it, why two siblings arose, and the same again from a link. */
class ReplayPageTest {
  private static final int PHONE = 360;
  private static final int DESK = 1280;
  private static final String RUN = "replay.html#scenario=shopping-cart&seed=7";

  @TempDir
  private static Path directory;

  private static LiveCluster cluster;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    cluster = LiveCluster.start(5, directory);
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    cluster.close();
  }

  private static Page open(String address) {
    Page page = chromium.page(cluster.url() + address);
    page.locator("#transport").waitFor(new Locator.WaitForOptions().setTimeout(90_000)); // A hundred thousand lines, on a busy machine.
    return Chromium.drawAll(page);
  }

  @Test
  void theJumpToAConflictShowsWhyTwoSiblingsAroseAndGoingBackTakesThemAway() {
    Page page = open(RUN);
    page.keyboard().press("Home");
    assertThat(page.locator("#transport .said")).hasText("before the first event");
    page.keyboard().press("c");
    assertThat(page.locator("#key .told")).containsText("2 siblings");
    assertThat(page.locator("#key .answer")).containsText("are concurrent");
    assertThat(page.locator("#key ol.events li")).not().hasCount(0);
    page.locator("#key ol.events button").first().click();
    assertThat(page.locator("#key .told")).not().containsText("2 siblings");
    page.context().close();
  }

  @Test
  void aLinkOpensTheSameRunAtTheSameMoment() {
    Page page = open(RUN);
    page.keyboard().press("Home");
    page.keyboard().press("c");
    assertThat(page.locator("#key .told")).containsText("2 siblings");
    String said = page.locator("#transport .said").textContent();
    String at = page.locator("#transport .moment").textContent().replaceFirst("(?s).*#(\\d+) of.*", "at=$1&");
    page.waitForURL(url -> url.contains(at)); // It has named the end before.
    Page other = open(page.url().substring(page.url().indexOf("replay.html")));
    assertThat(other.locator("#transport .said")).hasText(said);
    assertThat(other.locator("#key .told")).containsText("2 siblings");
    other.context().close();
    page.context().close();
  }

  @Test
  void aLinkLeadsToAPanelThatIsFurtherDown() {
    Page page = chromium.page(cluster.url() + RUN + "&panel=charts");
    assertThat(page.locator("#charts figure")).hasCount(4);
    page.waitForCondition(() -> (Boolean) page.evaluate("document.querySelector('#charts').getBoundingClientRect().top < innerHeight / 3"));
    assertThat(page.locator(".awaited")).hasCount(0);
    page.context().close();
  }

  /** However fast it goes: what is not drawn has nothing that it could come to. */
  @Test
  void whoUsesTheKeyboardFindsEveryPanelDrawn() {
    Page page = chromium.page(cluster.url() + RUN);
    assertThat(page.locator("#charts")).containsText("Drawn when one comes near.");
    page.keyboard().press("Tab");
    assertThat(page.locator("#charts figure")).hasCount(4);
    assertThat(page.locator(".awaited")).hasCount(0);
    page.context().close();
  }

  @Test
  void aLinkOfAnotherBuildSaysSoAndWhetherItIsTheSameRunNevertheless() {
    Page page = open(RUN + "&at=300&build=0.0.1%2Bold&hash=0123456789abcdef");
    Locator note = page.locator("header .failure");
    assertThat(note).containsText("made in build 0.0.1+old; this is build");
    assertThat(note).containsText("It is another run");
    assertThat(page.locator("#transport .moment")).containsText("#300 of");
    note.getByRole(AriaRole.BUTTON).click();
    assertThat(note).hasCount(0);
    page.waitForURL(url -> url.contains("hash=") && !url.contains("0123456789abcdef"));
    String link = page.url().substring(page.url().indexOf("replay.html"));
    Page old = open(link.replaceAll("build=[^&]*", "build=0.0.1%2Bold"));
    assertThat(old.locator("header .failure")).containsText("The run is the same nevertheless");
    old.context().close();
    Page same = open(link);
    assertThat(same.locator("#transport .moment")).containsText("#300 of");
    assertThat(same.locator("header .failure")).hasCount(0);
    same.context().close();
    page.context().close();
  }

  @Test
  void aLinkOfARecordedFileWaitsForItAndGoesToItsMoment(@TempDir Path folder) throws IOException {
    Page page = open(RUN);
    Path file = Files.writeString(folder.resolve("cart.jsonl"), saved(page, inMenu(page, "Log")));
    page.setInputFiles("header input[type=file]", file);
    assertThat(page.locator("header .where")).containsText("cart.jsonl"); // Until it has been read, keys are about the run before.
    page.keyboard().press("Home");
    page.keyboard().press("c");
    String said = page.locator("#transport .said").textContent();
    String moment = page.locator("#transport .moment").textContent().replaceAll(".*#(\\d+) of.*", "$1");
    page.waitForURL(url -> url.contains("file=cart.jsonl") && url.contains("at=" + moment + "&"));
    Page other = chromium.page(page.url());
    assertThat(other.locator("main .told").first()).containsText("cart.jsonl");
    other.setInputFiles("header input[type=file]", file);
    assertThat(other.locator("#transport .said")).hasText(said);
    assertThat(other.locator("header .failure")).hasCount(0);
    other.context().close();
    page.context().close();
  }

  @Test
  void theChosenEventsPastAndFutureStayBrightAndWhatIsConcurrentFades() {
    Page page = open(RUN);
    page.keyboard().press("Home");
    page.keyboard().press("c");
    page.locator("#space-time summary").click();
    page.locator("#space-time ol button").last().click();
    assertThat(page.locator("#space-time .row-event.self")).hasCount(1);
    assertThat(page.locator("#space-time .row-event.past")).not().hasCount(0);
    assertThat(page.locator("#space-time .facts").first()).containsText("concurrent with it");
    page.context().close();
  }

  @Test
  void itPlaysToTheEndAndStops() {
    Page page = open(RUN);
    page.keyboard().press("Home");
    page.keyboard().press("]");
    page.keyboard().press("]");
    page.keyboard().press("Space");
    assertThat(page.locator("#transport .said")).containsText("the run ends, hash ");
    assertThat(page.locator("#transport button.primary")).hasText("Play");
    page.context().close();
  }

  @Test
  void theRunOverTimeIsDrawnAndTheSameAsATable() {
    Page page = open(RUN);
    assertThat(page.locator("#charts figure")).hasCount(4);
    page.locator("#charts summary").first().click();
    assertThat(page.locator("#charts tbody tr")).hasCount(60);
    page.locator("#charts svg[role=img]").first().click();
    assertThat(page.locator("#transport .said")).not().containsText("the run ends");
    String csv = saved(page, page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save as CSV")));
    assertThat(csv.lines()).hasSize(61).first().asString().startsWith("from s,until s,answered,failed");
    page.context().close();
  }

  private static String saved(Page page, Locator button) {
    try {
      return Files.readString(page.waitForDownload(button::click).path());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Locator inMenu(Page page, String name) {
    page.locator(".save").evaluate("menu => { menu.open = true; }");
    return page.locator(".save").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void aPageInOneFileShowsTheSameWithoutAnyServer(@TempDir Path folder) throws IOException {
    Page page = open(RUN);
    page.keyboard().press("Home");
    page.keyboard().press("c");
    String told = page.locator("#key .told").textContent();
    String said = page.locator("#transport .said").textContent();
    Path file = Files.writeString(folder.resolve("run.html"), saved(page, inMenu(page, "Page in one file")));
    Page alone = chromium.page(file.toUri().toString());
    var asked = new ArrayList<String>();
    alone.onRequest(request -> asked.add(request.url()));
    alone.locator("#transport").waitFor();
    assertThat(alone.locator("#transport .said")).hasText(said);
    assertThat(alone.locator("#key .told")).hasText(told);
    assertThat(alone.locator("#story .steps li")).not().hasCount(0);
    assertThat(alone.locator("header a")).hasCount(0);
    assertEquals(List.of(), asked.stream().filter(url -> !url.startsWith("data:")).toList());
    alone.context().close();
    page.context().close();
  }

  @Test
  void picturesAndWhatShiVizReadsAreSaved() {
    Page page = open(RUN);
    assertThat(saved(page, inMenu(page, "Log"))).contains("\"kind\":\"run.header\"");
    assertThat(saved(page, inMenu(page, "For ShiViz"))).startsWith("(?<host>");
    for (String picture : List.of("Ring", "Versions of the key", "Space and time")) {
      assertThat(saved(page, inMenu(page, "Picture: " + picture))).startsWith("<svg").contains("xmlns=").doesNotContain("var(--");
    }
    page.context().close();
  }

  @Test
  void itRunsUntilWhatIsLookedFor() {
    Page page = open(RUN);
    page.keyboard().press("Home");
    page.keyboard().press("/");
    page.keyboard().type("kind=op.end verb=put");
    page.keyboard().press("Enter");
    assertThat(page.locator("#transport .said")).containsText("answers put cart: ok");
    String first = page.locator("#transport .moment").textContent();
    page.keyboard().press("Enter");
    assertThat(page.locator("#transport .moment")).not().hasText(first);
    page.context().close();
  }

  @Test
  void seenByOneNodeThereIsOnlyWhatItHoldsAndBelieves() {
    Page page = open(RUN);
    page.keyboard().press("Home");
    page.keyboard().press("c");
    assertThat(page.locator("#key tbody tr")).not().hasCount(1);
    page.locator(".top select").selectOption("n1");
    assertThat(page.locator(".available")).containsText("as n1 believes");
    assertThat(page.locator("#key tbody th").getByText("n2")).hasCount(0);
    assertThat(page.locator("#views tr.unobserved")).hasCount(4);
    assertThat(page.locator("#space-time")).containsText("What n1 could not know of at this moment has faded.");
    assertThat(page.locator("#space-time .row-event.unknown")).not().hasCount(0);
    assertThat(page.locator("#space-time .row-event:not(.unknown)")).not().hasCount(0);
    assertThat(page.locator("#operations tbody tr td:nth-child(2)").filter(new Locator.FilterOptions().setHasNotText("n1"))).hasCount(0);
    page.waitForURL(url -> url.contains("as=n1"));
    Page other = open(page.url().substring(page.url().indexOf("replay.html")));
    assertThat(other.locator(".top select")).hasValue("n1");
    other.context().close();
    page.context().close();
  }

  @Test
  void healingSaysWhatDiffersWhoKeepsHintsAndWhereTwoTreesDo() {
    Page page = open("replay.html#scenario=disk-loss&seed=1");
    Locator healing = page.locator("#healing");
    assertThat(healing).containsText("The owners of every key hold the same.");
    assertThat(healing).containsText("The last difference, in ");
    assertThat(healing.locator("svg.merkle .differs")).not().hasCount(0);
    healing.locator("summary").click();
    assertThat(healing.locator("details table")).hasCount(2);
    assertThat(healing.locator("details tbody th").last()).containsText("other-");
    healing.locator("select").selectOption("n3 asks n1");
    assertThat(healing.locator(".told").last()).containsText("n3 and n1: ");
    page.keyboard().press("Home");
    assertThat(healing).containsText("None so far.");
    page.keyboard().press("/");
    page.keyboard().type("kind=node.wipe");
    page.keyboard().press("Enter");
    assertThat(healing.locator(".told").first()).containsText(" the owners differ");
    page.context().close();
  }

  @Test
  void hintsAreCountedAndTheWalkSaysWhoStandsIn() {
    Page page = open(RUN);
    page.keyboard().press("Home");
    page.keyboard().press("/");
    page.keyboard().type("kind=hint.store key=cart");
    page.keyboard().press("Enter");
    assertThat(page.locator("#healing tbody th").first()).containsText(" for n");
    assertThat(page.locator("#ring .step .for")).hasCount(1);
    page.locator("#ring summary").click();
    assertThat(page.locator("#ring table").nth(1)).containsText("fallback");
    assertThat(page.locator("#space-time .band.fault")).hasAttribute("d", Pattern.compile("M.*z"));
    assertThat(page.locator("#operations .waterfall .counted")).not().hasCount(0);
    page.context().close();
  }

  @Test
  void seenByAClientThereIsOnlyWhatItAskedAndWasToldAndNothingIsDown() {
    Page page = open(RUN);
    page.locator(".top select").selectOption("client:ada");
    assertThat(page.locator("#client tbody tr").first()).containsText("resolve cart with union");
    assertThat(page.locator("#client")).containsText("stored as n3:2");
    assertThat(page.locator("#client tbody tr").getByText("this", new Locator.GetByTextOptions().setExact(true))).hasCount(1);
    assertThat(page.locator(".available")).hasText("Available not known to ada");
    assertThat(page.locator("#key tbody tr")).hasCount(0);
    assertThat(page.locator("#views tr.unobserved")).hasCount(5);
    assertThat(page.locator("#ring .gone")).hasCount(0);
    assertThat(page.locator("#ring .seat .doubt")).hasCount(5);
    assertThat(page.locator("#operations .empty")).hasText("What coordinators do, ada is not told.");
    page.waitForURL(url -> url.contains("as=client%3Aada"));
    Page other = open(page.url().substring(page.url().indexOf("replay.html")));
    assertThat(other.locator("#client-title")).hasText("What ada knows");
    other.context().close();
    page.context().close();
  }

  @TestFactory
  Stream<DynamicTest> everyLessonEndsWithSpaceAlone() {
    return Stream.of("cart", "hints", "split", "dots", "zombie", "disk", "stale").map(lesson -> DynamicTest.dynamicTest(lesson, () -> {
      Page page = open("replay.html#lesson=" + lesson);
      Locator steps = page.locator("#lesson .panel-head p");
      int last = Integer.parseInt(steps.textContent().replaceAll("Step 1 of (\\d+).*", "$1"));
      var moments = new TreeSet<String>();
      for (int step = 1; step <= last; step++) {
        assertThat(steps).containsText("Step " + step + " of " + last);
        moments.add(page.locator("#transport .moment").textContent());
        if (page.locator("#lesson .question").count() > 0) {
          assertThat(page.locator("#lesson .question p")).hasCount(0);
          page.keyboard().press("Space");
          assertThat(page.locator("#lesson .question p")).hasCount(1);
        }
        page.keyboard().press("Space");
      }
      assertThat(page.locator("#lesson .over")).hasCount(1);
      assertThat(moments).as("each step has a moment of its own").hasSize(last);
      page.context().close();
    }));
  }

  @Test
  void theListOfKeysIsClosedByEscapeWhereverOneWasAndAsOftenAsOneLikes() {
    Page page = open(RUN);
    Locator back = page.getByLabel("One event back");
    back.focus();
    for (int i = 0; i < 2; i++) {
      page.keyboard().press("?");
      assertThat(page.locator(".shortcuts button")).isFocused();
      page.keyboard().press("Escape");
      assertThat(page.locator(".shortcuts")).hasCount(0);
      assertThat(back).isFocused();
    }
    page.context().close();
  }

  @Test
  void aGuessIsToldWhetherItIsRight() {
    Page page = open("replay.html#lesson=zombie");
    page.locator("#lesson .question button").first().click();
    assertThat(page.locator("#lesson .question p")).containsText("A small record that says “deleted”.");
    page.keyboard().press(" "); // Whoever has answered goes on as anybody else.
    assertThat(page.locator("#lesson .panel-head p")).containsText("Step 2 of");
    page.context().close();
  }

  @Test
  void aFileIsShownAndWhatIsNoLogIsRefusedWithAHint(@TempDir Path folder) throws IOException {
    Scenario scenario = ScenarioLibrary.load().named("split-2-3").orElseThrow();
    var lines = new ArrayList<String>();
    SimWorld.record(scenario, 3, Narrator.SILENT, new RunLog.Origin("a build", "split-2-3 --seed 3"), lines::add);
    Page page = chromium.page(cluster.url() + "replay.html");
    Locator chooser = page.locator("input[type=file]");
    chooser.setInputFiles(Files.write(folder.resolve("run.jsonl"), lines));
    assertThat(page.locator(".where")).containsText("run.jsonl");
    assertThat(page.locator("#transport .moment")).containsText("#" + lines.size() + " of " + lines.size());
    chooser.setInputFiles(Files.writeString(folder.resolve("cat.jsonl"), "{\"v\":1,\"kind\":\"node.up\"}\nmeow\n"));
    assertThat(page.locator(".failure")).containsText("cat.jsonl cannot be shown: line 2 is no JSON");
    page.context().close();
  }

  @TestFactory
  Stream<DynamicTest> itIsAccessibleAndFitsItsWindow() {
    return Stream.of(PHONE, DESK).flatMap(width -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK).map(scheme ->
        DynamicTest.dynamicTest(width + " " + scheme, () -> {
          Page page = chromium.page(cluster.url() + RUN, width, scheme);
          Chromium.drawAll(page);
          page.locator(".save").evaluate("menu => { menu.open = true; }");
          page.locator("#charts summary").first().click();
          page.keyboard().press("Home");
          page.keyboard().press("c");
          page.locator("#space-time summary").click();
          page.locator("#ring summary").click();
          page.locator("#space-time ol button").last().click();
          Everybody.canUse(page, width);
          page.context().close();
          assertIsAccessible(width, scheme, "replay.html#lesson=zombie", "#lesson .question");
          assertIsAccessible(width, scheme, "replay.html", ".lessons");
          assertIsAccessible(width, scheme, RUN + "&as=client:ada", "#client");
          assertIsAccessible(width, scheme, "replay.html#scenario=disk-loss&seed=1", "#healing summary");
        })));
  }

  private static void assertIsAccessible(int width, ColorScheme scheme, String address, String shown) {
    Page page = chromium.page(cluster.url() + address, width, scheme);
    if (address.contains("=")) {
      Chromium.drawAll(page);
    }
    page.locator(shown).waitFor();
    page.locator("details.as-table").evaluateAll("all => all.forEach(one => { one.open = true; })");
    Everybody.canUse(page, width);
    page.context().close();
  }
}
