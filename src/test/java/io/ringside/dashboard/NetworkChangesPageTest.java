package io.ringside.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A browser ends all requests under way when an address of its machine comes or goes: the page is none the worse for it. */
class NetworkChangesPageTest {
  /** All but what a browser asks for first, without which there is nobody to ask again. */
  private static final Pattern ALL_THE_REST = Pattern.compile("(?<!/first)[.](js|css)$");
  private static final Duration TROUBLE = Duration.ofMillis(600);

  private static Chromium chromium;

  private FakeServer server;
  private Page page;

  @BeforeAll
  static void openTheBrowser() {
    chromium = new Chromium();
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  @AfterAll
  static void closeTheBrowser() {
    chromium.close();
  }

  @BeforeEach
  void start() throws IOException {
    server = FakeServer.start(5);
    page = chromium.page(server.url() + "icon.svg");
  }

  @AfterEach
  void stop() {
    try (FakeServer ending = server) {
      page.unrouteAll();
      page.context().close();
    }
  }

  @Test
  void scriptsAndStyleSheetsThatDidNotComeAreFetchedAgain() {
    List<String> ended = endAllFor(TROUBLE, ALL_THE_REST);
    page.navigate(server.url());
    assertThat(page.locator("#nodes .node").first()).isVisible();
    assertThat(page.locator(".arriving")).hasCount(0);
    assertThat(ended).anyMatch(url -> url.endsWith("/main.js")).anyMatch(url -> url.endsWith("/base.css"));
    assertThat(page.evaluate("[...document.styleSheets].map(sheet => sheet.href.split('/').at(-1) + (sheet.cssRules.length > 0))"))
        .isEqualTo(List.of("base.csstrue", "panels.csstrue", "ring.csstrue", "replay.csstrue", "branch.csstrue"));
  }

  @Test
  void theLabIsFetchedAgainAsWell() {
    List<String> ended = endAllFor(TROUBLE, ALL_THE_REST);
    page.navigate(server.url() + "lab.html");
    assertThat(page.locator("h1")).hasText("Ringside");
    assertThat(ended).anyMatch(url -> url.endsWith("/lab/main.js"));
  }

  @Test
  void whatDoesNotComeAtAllIsSaid() {
    page.route(Pattern.compile("/main[.]js$"), route -> route.abort("connectionfailed"));
    page.navigate(server.url());
    assertThat(page.locator("[role=alert]")).containsText("This page has not arrived as a whole");
    page.unroute(Pattern.compile("/main[.]js$"));
    page.reload();
    assertThat(page.locator("#nodes .node").first()).isVisible();
    assertThat(page.locator("[role=alert]")).hasCount(0);
  }

  @Test
  void aStyleSheetThatDoesNotComeIsSaid() {
    page.route(Pattern.compile("/ring[.]css$"), route -> route.abort("connectionfailed"));
    page.navigate(server.url());
    assertThat(page.locator("#nodes .node").first()).isVisible();
    assertThat(page.locator("[role=alert].arriving")).containsText("This page has not arrived as a whole: there is no " + server.url() + "css/ring.css.");
  }

  @Test
  void aPageWithoutAnyScriptSaysWhatToDo() {
    page.route(Pattern.compile("/first[.]js$"), route -> route.abort("connectionfailed"));
    page.navigate(server.url());
    assertThat(page.locator(".arriving")).isVisible();
  }

  @Test
  void whatIsAskedAtFirstIsAskedAgain() {
    List<String> ended = endAllFor(TROUBLE, Pattern.compile("/cluster"));
    page.navigate(server.url());
    assertThat(page.locator("#nodes .node").first()).isVisible();
    assertThat(ended).isNotEmpty();
  }

  @Test
  void ofAWriteWithoutAnAnswerNobodySaysThatItFailed() {
    page.navigate(server.url());
    page.locator(".writing [name=key]").fill("cart");
    endAllFor(Duration.ofMinutes(1), Pattern.compile("/kv/.*/cart"));
    page.locator(".writing").getByText("Put", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator(".writing .failure")).containsText("It may still take effect.");
  }

  @Test
  void aResolutionWithoutAnAnswerIsLookedForBeforeItIsWrittenAgain() {
    page.navigate(server.url());
    page.locator(".writing").getByText("Make a conflict").click();
    page.locator(".writing").getByText("Union").click();
    endAfterwards("/kv/");
    Locator resolve = page.locator(".proposal button.primary");
    resolve.click();
    assertThat(page.locator(".conflict .failure")).containsText("It may still take effect.");
    assertThat(resolve).hasText("Was it written?");
    resolve.click();
    assertThat(page.locator(".writing [role=status]")).containsText("It was written, as ");
    assertThat(page.locator(".proposal")).hasCount(0);
  }

  @Test
  void aFaultWithoutAnAnswerIsInTheScriptIfItWasDone() {
    page.navigate(server.url());
    page.locator("#nodes .node").first().waitFor();
    endAfterwards("/faults$");
    page.locator("#nodes button", new Page.LocatorOptions().setHasText("Kill n4")).click();
    page.keyboard().press("x"); // Whether it is there before the answer or after, it says what came of it.
    assertThat(page.locator("#script")).containsText("Nobody answered, but it was done: crash n4.");
    assertThat(page.locator("#script textarea")).hasValue(Pattern.compile(".*crash n4\n", Pattern.DOTALL));
  }

  /** What is done at these addresses is done, and the answer reaches nobody. */
  private void endAfterwards(String address) {
    page.route(Pattern.compile(address), route -> {
      if (route.request().method().equals("GET")) {
        route.resume();
      } else {
        route.fetch();
        route.abort("connectionreset");
      }
    });
  }

  /** Of these addresses, from the first request on. Returns those that were asked for, as they are. */
  private List<String> endAllFor(Duration time, Pattern addresses) {
    var ended = new ArrayList<String>();
    long[] over = {0};
    page.route(addresses, route -> {
      if (over[0] == 0) {
        over[0] = System.nanoTime() + time.toNanos();
      }
      if (System.nanoTime() < over[0]) {
        ended.add(route.request().url());
        route.abort("connectionreset");
      } else {
        route.resume();
      }
    });
    return ended;
  }
}
