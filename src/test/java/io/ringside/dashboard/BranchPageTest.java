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
import io.ringside.scenario.SimWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The script drawer in a real browser: break a run in its past, see where the branch parts from it, play its text elsewhere. */
class BranchPageTest {
  private static final String RUN = "replay.html#scenario=shopping-cart&seed=7";
  private static final int PHONE = 360;
  private static final int DESK = 1280;
  private static final double LIMIT_MILLIS = 60_000;

  @TempDir
  private static Path directory;

  private static LiveCluster cluster;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    cluster = LiveCluster.start(3, directory);
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    cluster.close();
  }

  private static Page open(String address) {
    return waitFor(chromium.page(cluster.url() + address));
  }

  private static Page waitFor(Page page) {
    page.locator("#transport").waitFor(new Locator.WaitForOptions().setTimeout(LIMIT_MILLIS));
    return Chromium.drawAll(page);
  }

  /** At the moment at which the first siblings arise. */
  private static void goToTheConflict(Page page) {
    page.keyboard().press("Home");
    page.keyboard().press("c");
  }

  private static void openTheDrawer(Page page) {
    page.keyboard().press("x");
    waitForTheDrawer(page);
  }

  /** It is fetched when it is first asked for. */
  private static void waitForTheDrawer(Page page) {
    page.locator("#script").waitFor(new Locator.WaitForOptions().setTimeout(LIMIT_MILLIS));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator branches(Page page) {
    return page.locator("#script tbody tr");
  }

  private static void waitForBranches(Page page, int count) {
    branches(page).nth(count - 1).waitFor(new Locator.WaitForOptions().setTimeout(LIMIT_MILLIS));
  }

  @Test
  void byKeyboardAloneAFaultOpensABranchThatIsTheSameUntilThen() {
    Page page = open(RUN);
    goToTheConflict(page);
    String seen = page.locator("#transport .moment").textContent().replaceAll(" of .*", "");
    openTheDrawer(page);
    assertThat(page.locator("#script input[value=crash]")).isFocused();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#script .line")).containsText("pause n1 5s");
    page.keyboard().press("Enter");
    waitForBranches(page, 2);
    assertThat(branches(page).nth(1).locator("input")).hasValue(Pattern.compile("branch 1: pause n1 5s at .* s"));
    assertThat(page.locator("#transport .moment")).containsText(seen);
    assertThat(page.locator("#compare")).containsText("They part at");
    page.locator("#script input:checked").blur();
    page.keyboard().press("b");
    assertThat(branches(page).nth(0)).hasAttribute("aria-current", "true");
    page.keyboard().press("Shift+B");
    assertThat(branches(page).nth(1)).hasAttribute("aria-current", "true");
    page.context().close();
  }

  @Test
  void aLessonWaitsWhileABranchIsShownAndOneThatIsClosedIsSaidToBe() {
    Page page = open("replay.html#lesson=cart");
    Locator lesson = page.locator("#lesson");
    openTheDrawer(page);
    page.keyboard().press("Enter");
    waitForBranches(page, 2);
    assertThat(lesson).containsText("Another run is shown now");
    assertThat(lesson.locator(".question")).hasCount(0);
    page.waitForURL(Pattern.compile(".*lesson=cart.*script=.*"));
    page.reload();
    waitForBranches(page, 2);
    assertThat(lesson).containsText("Another run is shown now");
    button(page, "Back to the lesson’s run").click();
    assertThat(branches(page).nth(0)).hasAttribute("aria-current", "true");
    assertThat(lesson).containsText("Step 1 of");
    assertThat(lesson.locator("button.primary")).hasText(Pattern.compile("Go on|Tell me"));
    branches(page).nth(1).getByText("Show", new Locator.GetByTextOptions().setExact(true)).click();
    branches(page).nth(0).getByText("Close", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(branches(page)).hasCount(1);
    button(page, "Back to the lesson’s run").click();
    assertThat(branches(page)).hasCount(2); // It has kept its own.
    branches(page).nth(0).getByText("Close", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(branches(page)).hasCount(1);
    assertThat(page.locator("#script > .told")).hasText(Pattern.compile("branch .* is closed[.]"));
    assertThat(branches(page).locator("button").first()).isFocused();
    page.context().close();
  }

  @Test
  void byMouseALinkOfTheRingIsCutAndTheFirstDifferenceIsOneClickAway() {
    Page page = open(RUN);
    goToTheConflict(page);
    button(page, "Break it").click();
    waitForTheDrawer(page);
    page.locator("#ring .seat").nth(1).click();
    assertThat(page.locator("#script .line")).containsText("crash n2");
    page.locator("#ring .link .reach").nth(2).dispatchEvent("click");
    assertThat(page.locator("#script .line")).containsText("cut n2 -> n4");
    button(page, "Break, as a branch").click();
    waitForBranches(page, 2);
    button(page, "To the first difference").click();
    assertThat(page.locator("#transport .said")).containsText("broken: cut n2->n4");
    assertThat(page.locator("#compare .apart").first()).containsText("cut n2 -> n4");
    button(page, "To the last moment in common").click();
    assertThat(page.locator("#compare")).containsText("At this moment nothing is different");
    page.keyboard().press("End");
    assertThat(page.locator("#compare h3").first()).containsText("differ");
    page.keyboard().press("d");
    assertThat(page.locator("#transport .said")).containsText("broken: cut n2->n4");
    assertThat(page.locator("#space-time .parted text")).hasText("◆ parts from main");
    page.keyboard().press("Home");
    page.locator(".partings button").click();
    assertThat(page.locator("#transport .said")).containsText("broken: cut n2->n4");
    page.context().close();
  }

  @Test
  void aBadLinkAndAWrongClockAreChosenByMouseAndByKeyboardAndPlayAgainToTheSameHash() {
    Page page = open(RUN);
    goToTheConflict(page);
    openTheDrawer(page);
    page.locator("#script input[value=lose]").check();
    assertThat(page.locator("#script .line")).containsText(Pattern.compile("at \\S+ lose 20%$"));
    page.locator("#ring .seat").nth(1).click();
    page.locator("#ring .link .reach").nth(2).dispatchEvent("click");
    assertThat(page.locator("#script .line")).containsText("lose 20% n2 -> n4");
    page.locator("#script input[value=lose]").focus();
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#script .line")).containsText("slow 200ms n2 -> n4");
    page.locator("#script .fields select").first().selectOption("both");
    assertThat(page.locator("#script .line")).containsText("slow 200ms n2 - n4");
    button(page, "Break, as a branch").click();
    waitForBranches(page, 2);
    button(page, "To the first difference").click();
    assertThat(page.locator("#transport .said")).containsText("broken: delay 200ms n2->n4");
    page.locator("#script input[value=skew]").check();
    page.locator("#script .fields input").fill("-0.5");
    assertThat(page.locator("#script .line")).containsText("skew n2 -500ms");
    button(page, "Break, as a branch").click();
    waitForBranches(page, 3);
    button(page, "Play again").click();
    assertThat(page.locator("#script [role=status]")).containsText("Played again: the same hash");
    page.context().close();
  }

  @Test
  void theTextOfABranchGivesItsHashAgainInThePageAndOutsideOfIt() throws IOException {
    Page page = open(RUN);
    goToTheConflict(page);
    openTheDrawer(page);
    button(page, "Break, as a branch").click();
    waitForBranches(page, 2);
    String hash = branches(page).nth(1).locator("td").nth(2).textContent();
    button(page, "Play again").click();
    assertThat(page.locator("#script [role=status]")).hasText("Played again: the same hash, " + hash + ".");
    Locator save = page.locator("#script").getByText("Save", new Locator.GetByTextOptions().setExact(true));
    var download = page.waitForDownload(save::click);
    assertThat(download.suggestedFilename()).isEqualTo("shopping-cart.scenario");
    Scenario saved = Scenario.parse(Files.readString(download.path()));
    assertThat(SimWorld.play(saved, 7, Narrator.SILENT).hash()).isEqualTo(hash);
    page.context().close();
  }

  @Test
  void aLinkOpensABranchBesideTheRunItCameFromAtTheSameMoment() {
    Page page = open(RUN);
    goToTheConflict(page);
    openTheDrawer(page);
    button(page, "Break, as a branch").click();
    waitForBranches(page, 2);
    branches(page).nth(1).locator("input").fill("what if <b>");
    branches(page).nth(1).locator("input").blur();
    String hash = branches(page).nth(1).locator("td").nth(2).textContent();
    String moment = page.locator("#transport .moment").textContent();
    page.waitForURL(url -> url.contains("script=") && url.contains("what"));
    Page other = open(page.url().substring(page.url().indexOf("replay.html")));
    waitForBranches(other, 2);
    assertThat(branches(other).nth(1).locator("input")).hasValue("what if <b>");
    assertThat(branches(other).nth(1).locator("td").nth(2)).hasText(hash);
    assertThat(other.locator("#transport .moment")).hasText(moment);
    assertThat(other.locator("#compare")).containsText("They part at");
    other.context().close();
    page.context().close();
  }

  @Test
  void aLinkThatIsBrokenIsSaidToBe() {
    Page page = chromium.page(cluster.url() + "replay.html#script=AAAA&seed=1");
    assertThat(page.locator("#refusal")).containsText("cannot be read");
    page.context().close();
  }

  @Test
  void aTextOfOnesOwnIsPlayedAndOneThatCannotBeIsRefusedWhereItIsWrong(@TempDir Path folder) throws IOException {
    Page page = chromium.page(cluster.url() + "replay.html");
    page.locator("input[type=file]").setInputFiles(Files.writeString(folder.resolve("own.scenario"),
        "# own: <script>alert(1)</script> stays text.\nput <i>k</i> v via n1\npartion n1 n2 | n3\n"));
    button(page, "Play the scenario").click();
    assertThat(page.locator("#refusal")).containsText("Line 3, column 1: 'partion' is not a verb. did you mean partition?");
    Locator text = page.locator("#script textarea");
    page.waitForFunction("document.querySelector('#script textarea').selectionEnd > 0");
    assertEquals("partion n1 n2 | n3", text.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)"));
    text.fill("# own: <script>alert(1)</script> stays text.\nput <i>k</i> v via n1\npartition n1 n2 | n3 n4 n5\n");
    button(page, "Play the scenario").click();
    waitFor(page);
    assertThat(branches(page)).hasCount(1);
    assertThat(page.locator("#key select")).containsText("<i>k</i>");
    page.context().close();
  }

  @Test
  void whatTheScenarioCannotTakeIsRefusedAndTheTextCanBePutBack() {
    Page page = open("replay.html#scenario=demonstration&seed=7&at=1");
    openTheDrawer(page);
    page.locator("#script .fields select").selectOption("n3");
    button(page, "Break, as a branch").click();
    assertThat(page.locator("#refusal")).containsText("n3 is down already");
    assertThat(page.locator("#script .line")).containsText("the text beside it was changed");
    button(page, "Put back").click();
    assertThat(page.locator("#refusal")).hasCount(0);
    assertThat(page.locator("#script .line")).containsText("at 0s crash n3");
    assertThat(branches(page)).hasCount(1);
    page.context().close();
  }

  @Test
  void theDrawerIsInThePageThatNeedsNoServer(@TempDir Path folder) throws IOException {
    Page page = open(RUN);
    page.locator(".save").evaluate("menu => { menu.open = true; }");
    var download = page.waitForDownload(() -> button(page, "Page in one file").click());
    Path file = Files.copy(download.path(), folder.resolve("run.html"));
    Page alone = waitFor(chromium.page(file.toUri().toString()));
    goToTheConflict(alone);
    openTheDrawer(alone);
    assertThat(alone.locator("#script textarea")).hasValue(Pattern.compile("# shopping-cart: .*", Pattern.DOTALL));
    button(alone, "Break, as a branch").click();
    assertThat(alone.locator("#refusal")).containsText("no server behind this page");
    alone.context().close();
    page.context().close();
  }

  @TestFactory
  Stream<DynamicTest> itIsAccessibleAndFitsItsWindow() {
    return Stream.of(PHONE, DESK).flatMap(width -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK).map(scheme ->
        DynamicTest.dynamicTest(width + " " + scheme, () -> {
          Page page = waitFor(chromium.page(cluster.url() + RUN, width, scheme));
          goToTheConflict(page);
          openTheDrawer(page);
          for (String fault : List.of("flap", "rot", "cut", "partition")) {
            page.locator("#script input[value=" + fault + "]").check();
            Everybody.canUse(page, "#script", width);
          }
          for (String fault : List.of("lose", "slow")) {
            page.locator("#script input[value=" + fault + "]").check();
            page.locator("#script .fields select").first().selectOption("one");
            Everybody.canUse(page, "#script", width);
          }
          page.locator("#script input[value=skew]").check();
          Everybody.canUse(page, "#script", width);
          page.locator("#script input[value=partition]").check();
          page.locator("#script .fields input").first().check();
          button(page, "Break, as a branch").click();
          waitForBranches(page, 2);
          page.keyboard().press("End");
          assertThat(page.locator("#compare .apart").first()).isVisible();
          page.locator("#script textarea").fill("# a: b\nhael");
          button(page, "Play the scenario").click();
          assertThat(page.locator("#refusal")).isVisible();
          Everybody.canUse(page, width);
          page.context().close();
        })));
  }
}
