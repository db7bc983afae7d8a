package io.ringside.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The quorum lab in a real browser: a prediction, the same measured, and any run of it in the replay. */
class LabPageTest {
  private static final int PHONE = 360;
  private static final int DESK = 1280;
  private static final String ALL = "10 runs, 100 reads a dot";
  private static final String STALE = "lab.html#model=disk&n=3&rw=1/1&runs=10";

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
    Page page = chromium.page(cluster.url() + address);
    waitForAll(page);
    return page;
  }

  /** Until all runs that were asked for are there. */
  private static void waitForAll(Page page) {
    assertThat(page.locator("#curve .facts").first()).hasText(ALL, new LocatorAssertions.HasTextOptions().setTimeout(60_000));
  }

  @Test
  void eachPictureHasATableThatSaysHowManyReadsAPointRestsOn() {
    Page page = open(STALE);
    page.locator("#curve summary").click();
    assertThat(page.locator("#curve tbody tr")).hasCount(9);
    assertThat(page.locator("#curve tbody tr").first()).containsText("43.");
    assertThat(page.locator("#curve tbody tr").first().locator("td").nth(3)).hasText("100");
    assertThat(page.locator("#curve circle.measured")).not().hasCount(0);
    page.locator("#waits summary").click();
    assertThat(page.locator("#waits tbody tr")).hasCount(6);
    assertThat(page.locator("#runs circle.run")).hasCount(10);
    assertThat(saved(page, "Save curve as CSV").lines()).hasSize(10).first().asString().startsWith("after ms,predicted share");
    assertThat(saved(page, "Save waits as CSV").lines()).hasSize(7).anyMatch(line -> line.startsWith("\"999 of 1,000\",writes,"));
    assertThat(saved(page, "Save runs as CSV").lines()).hasSize(11).first().asString().startsWith("seed,stale after 0 ms");
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    button(page, "Copy runs as CSV").click();
    assertThat(page.locator("#runs .csv [role=status]")).hasText("Copied.");
    assertThat((String) page.evaluate("navigator.clipboard.readText()")).startsWith("seed,stale after 0 ms");
    page.context().close();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static String saved(Page page, String button) {
    try {
      return Files.readString(page.waitForDownload(button(page, button)::click).path());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void aRunThatIsClickedOpensInTheReplayAndIsTheSame() {
    Page page = open(STALE);
    Locator first = page.locator("#runs ol li").first();
    String stale = first.locator(".facts").textContent().replaceAll(" of .*", "").strip();
    first.locator("a").click();
    page.locator("#transport").waitFor();
    assertThat(page.locator(".where")).containsText("quorum lab, seed ");
    page.keyboard().press("/");
    page.keyboard().type("kind=client.end says=stale*");
    page.keyboard().press("Enter");
    assertThat(page.locator("#transport .jump").last()).containsText(stale);
    page.context().close();
  }

  @Test
  void aDotOpensItsRunToo() {
    Page page = open(STALE);
    page.locator("#runs circle.run").first().click();
    page.locator("#transport").waitFor();
    assertThat(page.locator("#transport .said")).containsText("the run ends, hash ");
    page.context().close();
  }

  @Test
  void quorumsAreChosenByKeyboardAloneAndTheAddressFollows() {
    Page page = open(STALE);
    page.locator("input[name=r]").focus();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Tab");
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("#curve .verdict")).containsText("R + W = 4 is more than N = 3");
    waitForAll(page);
    page.locator("#curve summary").click();
    assertThat(page.locator("#curve tbody tr").first()).containsText("100%");
    assertThat(page.url()).contains("rw=2%2F2");
    page.locator("input[name=n]").focus();
    page.keyboard().press("Home");
    assertThat(page.locator("#curve .verdict")).containsText("R + W = 2 is more than N = 1");
    page.context().close();
  }

  @Test
  void delaysOfOnesOwnAreMeasuredAndWhatIsNoneIsRefusedWithTheReason() {
    Page page = open(STALE);
    page.locator("select[name=model]").selectOption("own");
    page.locator("input[name=delay-w]").fill("<b>tape</b>");
    assertThat(page.locator(".failure")).containsText("'<b>tape</b>' is no distribution");
    page.locator("input[name=delay-w]").fill("constant(5)");
    assertThat(page.locator(".failure")).hasCount(0);
    waitForAll(page);
    assertThat(page.url()).contains("w=constant");
    page.context().close();
  }

  @Test
  void otherSeedsAreThoseBehindTheLast() {
    Page page = open(STALE);
    page.locator("#question button", new Page.LocatorOptions().setHasText("Other seeds")).click();
    page.locator("#runs select").selectOption("seed");
    assertThat(page.locator("#runs ol a").first()).hasText("seed 11");
    page.context().close();
  }

  @Test
  void itIsFoundFromTheOtherPagesAndAsksNobodyElse() {
    var asked = new ArrayList<String>();
    Page page = chromium.page(cluster.url());
    page.onRequest(request -> asked.add(request.url()));
    page.locator("header a[href='lab.html']").click();
    page.locator("#promises").waitFor();
    page.navigate(cluster.url() + "replay.html");
    page.locator(".lessons ~ p a[href='lab.html']").click();
    page.locator("#curve circle.measured").first().waitFor();
    assertThat(page.locator("#promises")).containsText("is not linearizability");
    assertThat(asked).allMatch(url -> url.startsWith(cluster.url()));
    page.context().close();
  }

  @TestFactory
  Stream<DynamicTest> itIsAccessibleAndFitsItsWindow() {
    return Stream.of(PHONE, DESK).flatMap(width -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK).map(scheme ->
        DynamicTest.dynamicTest(width + " " + scheme, () -> {
          Page page = chromium.page(cluster.url() + "lab.html#w=mean(20)&a=mean(10)&n=5&rw=2/1&runs=10", width, scheme);
          waitForAll(page);
          for (Locator summary : page.locator("summary").all()) {
            summary.click();
          }
          assertIsAccessible(page, new AxeBuilder(page), width);
          page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
          // The visitor's own colours, which axe does not see.
          assertIsAccessible(page, new AxeBuilder(page).disableRules(List.of("color-contrast")), width);
          page.context().close();
        })));
  }

  private static void assertIsAccessible(Page page, AxeBuilder axe, int width) {
    assertEquals(List.of(), axe.analyze().getViolations().stream()
        .map(rule -> rule.getId() + " " + rule.getNodes().get(0).getHtml()).toList());
    assertEquals(width, page.evaluate("document.documentElement.scrollWidth"));
  }
}
