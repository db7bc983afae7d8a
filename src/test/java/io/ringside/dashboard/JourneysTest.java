package io.ringside.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people come to the page for, by clicks and keys in a real browser, on a real cluster of five nodes. */
class JourneysTest {
  @TempDir
  static Path directory;

  private static LiveCluster cluster;
  private static Chromium chromium;

  private final List<String> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
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

  @BeforeEach
  void openThePage() {
    page = chromium.page("about:blank");
    page.onRequest(request -> requests.add(request.url()));
    page.onPageError(complaints::add);
    page.onDialog(dialog -> complaints.add("dialog: " + dialog.message()));
    page.navigate(cluster.url());
    assertThat(page.locator(".to-live")).containsText(Pattern.compile("● Live"));
    page.locator(".writing").waitFor();
    Chromium.drawAll(page);
  }

  @AfterEach
  void nothingLeftTheOriginAndNothingFailed() {
    page.context().close();
    assertEquals(List.of(), requests.stream().filter(url -> !url.startsWith(cluster.url())).toList());
    assertEquals(1, Collections.frequency(requests, cluster.url()), "times that the page was loaded");
    assertEquals(List.of(), complaints);
  }

  @Test
  void aValueIsPutReadAndDeleted() {
    page.fill(".writing [name=key]", "breakfast");
    page.fill(".writing [name=value]", "[\"bread\"]");
    button(".writing", "Put").click();
    assertThat(answer()).containsText("Stored as");
    assertThat(value()).hasText("One version lives: [\"bread\"].");
    button(".writing", "Get").click();
    assertThat(page.locator(".writing .answer .value")).hasText("[\"bread\"]");
    assertThat(page.locator("#key tbody tr").filter(new Locator.FilterOptions().setHasText("primary"))).hasCount(3);
    assertThat(page.locator("#operations tbody tr").first()).containsText("breakfast");
    button(".writing", "Delete").click();
    assertThat(answer()).containsText("Deleted");
    button(".writing", "Get").click();
    assertThat(answer()).containsText("has been deleted");
  }

  @Test
  void aConflictIsMadeFoundAmongAllKeysAndResolvedByClicks() {
    button(".writing", "Make a conflict").click();
    assertThat(page.locator("#key > .answer")).containsText("are concurrent");
    page.fill(".writing [name=key]", "another");
    button(".writing", "Put").click();
    assertThat(value()).containsText("One version lives");
    page.locator(".conflicts").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("counter")).click();
    assertThat(value()).containsText("2 siblings");
    button(".writing", "Largest").click();
    assertThat(page.locator(".writing [name=resolution]")).hasValue("42");
    button(".writing", "Resolve").click();
    assertThat(value()).hasText("One version lives: 42.");
    assertThat(page.locator(".writing .conflict, .conflicts")).hasCount(0);
    assertThat(answer()).containsText(Pattern.compile("Resolved counter: .* replaces .* and .*"));
    button(".writing", "Delete").click();
    assertThat(value()).hasText("One version lives: deleted.");
  }

  @Test
  void whatOneHasBegunToResolveStaysThoughSomebodyElseIsQuicker() {
    button(".writing", "Make a conflict").click();
    button(".writing", "Union").click();
    Locator resolution = page.locator(".writing [name=resolution]");
    assertThat(resolution).hasValue("[41,42]");
    resolution.fill("[41,42,43]");
    page.locator("#transport").getByLabel("One event back").click();
    assertThat(resolution).hasCount(0);
    page.locator(".to-live").click();
    assertThat(resolution).hasValue("[41,42,43]");
    page.fill(".writing [name=key]", "elsewhere");
    button(".writing", "Get").click();
    assertThat(resolution).hasCount(0);
    page.fill(".writing [name=key]", "counter");
    button(".writing", "Get").click();
    assertThat(resolution).hasValue("[41,42,43]");
    String address = cluster.url() + "kv/default/counter";
    String read = page.request().get(address).headers().get("x-context");
    page.request().put(address, RequestOptions.create().setHeader("X-Context", read).setHeader("Content-Type", "application/json").setData("7"));
    assertThat(value()).hasText("One version lives: 7.");
    assertThat(page.locator(".writing .conflict")).containsText(Pattern.compile("They are siblings no more.*Not read, and so not replaced"));
    assertThat(resolution).hasValue("[41,42,43]");
    button(".writing", "Leave it").click();
    assertThat(page.locator(".writing .conflict")).hasCount(0);
  }

  @Test
  void aKilledNodeIsSeenByTheOthersAndComesBack() {
    Locator node = page.locator("#nodes .node").filter(new Locator.FilterOptions().setHasText("n4"));
    node.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Kill n4")).click();
    assertThat(node).containsText("not observed");
    assertThat(node).containsText("down, believes n1, n2, n3, n5");
    assertThat(page.locator("#views td.belief.dead")).hasCount(4);
    assertThat(page.locator("#views tr.unobserved")).containsText("not observed");
    node.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Restart n4")).click();
    assertThat(node).containsText("alive");
    assertThat(page.locator("#views td.belief.dead")).hasCount(0);
  }

  @Test
  void aScenarioIsPlayedInTheClusterAndItsStepsLeadToTheirMoments() {
    page.selectOption("#story [name=scenario]", "shopping-cart");
    button("#story", "▸ Play in this cluster").click();
    Locator steps = page.locator("#story [aria-label='Steps so far']");
    assertThat(steps.locator("li.current")).containsText("Afterwards: 1 key is the same on all owners");
    assertThat(steps.locator("li.failed")).hasCount(0);
    steps.locator("button").nth(1).click();
    assertThat(steps.locator("li")).hasCount(2);
    assertThat(page.locator(".to-live")).containsText("Back to live");
    assertThat(page.locator("#nodes")).containsText("What is shown is past");
  }

  @Test
  void aScenarioIsSimulatedFromASeedAndAsksBeforeItTells() {
    page.selectOption("#story [name=scenario]", "demonstration");
    page.fill("#story [name=seed]", "many");
    Page refused = page.waitForPopup(() -> simulate().click());
    assertThat(refused.locator("header .failure")).containsText("a seed is a whole number");
    refused.close();
    page.fill("#story [name=seed]", "42");
    Page run = page.waitForPopup(() -> simulate().click());
    assertThat(run.locator("#transport .said")).containsText(Pattern.compile("the run ends, hash [0-9a-f]{16}"));
    Locator question = run.locator("#story .question");
    assertThat(question).containsText("How does it get it back?");
    assertThat(question).not().containsText("digests");
    question.getByText("Not at all").click();
    assertThat(question).containsText("By comparing trees with the other owners. A tree of digests");
    run.locator("#story .steps").getByText("Five nodes share one hash ring").click();
    assertThat(question).containsText("Where can it be read?");
    run.close();
  }

  private Locator simulate() {
    return page.locator("#story").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Simulate"));
  }

  @Test
  void aHostileKeyStaysText() {
    String hostile = "<img src=x onerror=alert(1)>";
    page.fill(".writing [name=key]", hostile);
    page.fill(".writing [name=value]", "\"" + hostile + "\"");
    button(".writing", "Put").click();
    assertThat(value()).containsText(hostile);
    assertThat(page.locator("#operations tbody tr").first()).containsText(hostile);
    assertThat(page.locator("#ring .hub-key")).containsText("<img src=x");
    assertThat(page.locator("img")).hasCount(0);
  }

  @Test
  void theKeyboardAloneIsEnough() {
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.locator(".writing [name=key]").focus();
    page.keyboard().press("Control+A");
    page.keyboard().type("by-keyboard");
    page.keyboard().press("Enter");
    assertThat(answer()).containsText("There is nothing under this key");
    page.keyboard().press("Tab");
    page.keyboard().press("Control+A");
    page.keyboard().type("1");
    int stopsToPut = 5;
    for (int stop = 0; stop < stopsToPut; stop++) {
      page.keyboard().press("Tab");
    }
    page.keyboard().press("Space");
    assertThat(answer()).containsText("Stored as");
  }

  private Locator value() {
    return page.locator("#key .told").first();
  }

  private Locator answer() {
    return page.locator(".writing .answer");
  }

  private Locator button(String within, String name) {
    return page.locator(within).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }
}
