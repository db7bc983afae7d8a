package io.ringside.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
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
    assertThat(page.locator(".connection")).containsText("Live");
  }

  @AfterEach
  void nothingLeftTheOriginAndNothingFailed() {
    page.context().close();
    assertEquals(List.of(), requests.stream().filter(url -> !url.startsWith(cluster.url())).toList());
    assertEquals(List.of(), complaints);
  }

  @Test
  void aValueIsPutReadAndDeleted() {
    page.fill("#try [name=key]", "breakfast");
    page.fill("#try [name=value]", "[\"bread\"]");
    button("#try", "Put").click();
    assertThat(page.locator("#try .told")).containsText("Stored as");
    button("#try", "Get").click();
    assertThat(page.locator("#try .value")).hasText("[\"bread\"]");
    assertThat(page.locator("#replicas .replica.primary .value")).hasCount(3);
    assertThat(page.locator("#operations tbody tr").first()).containsText("breakfast");
    button("#try", "Delete").click();
    assertThat(page.locator("#try .told")).containsText("Deleted");
    button("#try", "Get").click();
    assertThat(page.locator("#try .told")).containsText("has been deleted");
  }

  @Test
  void aConflictIsMadeAndResolvedByClicks() {
    button("#conflicts", "Make a conflict").click();
    Locator conflict = page.locator("#conflicts .conflict").filter(new Locator.FilterOptions().setHasText("counter"));
    assertThat(conflict.locator(".value")).hasText(new String[] {"41", "42"});
    assertThat(page.locator("#replicas .sentences")).containsText("are concurrent");
    conflict.locator("button", new Locator.LocatorOptions().setHasText("Largest")).click();
    assertThat(conflict.locator("textarea")).hasValue("42");
    conflict.locator("button", new Locator.LocatorOptions().setHasText(Pattern.compile("^Resolve$"))).click();
    assertThat(conflict).hasCount(0);
    button("#try", "Get").click();
    assertThat(page.locator("#try .told")).containsText("Read one value");
    assertThat(page.locator("#try .value")).hasText("42");
  }

  @Test
  void aKilledNodeIsSeenByTheOthersAndComesBack() {
    Locator node = page.locator("#nodes .node").filter(new Locator.FilterOptions().setHasText("n4"));
    node.locator("button").click();
    assertThat(node).containsText("down");
    assertThat(page.locator("#views td.belief.dead")).hasCount(4);
    assertThat(page.locator("#views tr.unobserved")).containsText("not observed");
    node.locator("button", new Locator.LocatorOptions().setHasText("Restart")).click();
    assertThat(node).containsText("alive");
    assertThat(page.locator("#views td.belief.dead")).hasCount(0);
  }

  @Test
  void aScenarioIsSimulatedFromASeedAndPlayedInTheCluster() {
    page.selectOption("#story [name=scenario]", "shopping-cart");
    page.fill("#story [name=seed]", "42");
    button("#story", "Simulate").click();
    assertThat(page.locator("#story .simulated .told")).containsText(Pattern.compile("As it should be.*seed 42, hash [0-9a-f]{16}"));
    page.fill("#story [name=seed]", "many");
    button("#story", "Simulate").click();
    assertThat(page.locator("#story .failure")).containsText("a seed is a whole number");
    button("#story", "Play in this cluster").click();
    assertThat(page.locator("#story [aria-label='Steps so far'] li.current")).containsText("Afterwards: 1 key is the same on all owners");
    assertThat(page.locator("#story [aria-label='Steps so far'] li.failed")).hasCount(0);
  }

  @Test
  void aHostileKeyStaysText() {
    String hostile = "<img src=x onerror=alert(1)>";
    page.fill("#try [name=key]", hostile);
    page.fill("#try [name=value]", "\"" + hostile + "\"");
    button("#try", "Put").click();
    assertThat(page.locator("#replicas .chosen")).containsText(hostile);
    assertThat(page.locator("#operations tbody tr").first()).containsText(hostile);
    assertThat(page.locator("#ring .hub-key")).containsText("<img src=x");
    assertThat(page.locator("img")).hasCount(0);
  }

  @Test
  void theKeyboardAloneIsEnough() {
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.locator("#try [name=key]").focus();
    page.keyboard().press("Control+A");
    page.keyboard().type("by-keyboard");
    page.keyboard().press("Enter");
    assertThat(page.locator("#try .told")).containsText("There is nothing under this key");
    page.keyboard().press("Tab");
    page.keyboard().press("Control+A");
    page.keyboard().type("1");
    int stopsToPut = 4;
    for (int stop = 0; stop < stopsToPut; stop++) {
      page.keyboard().press("Tab");
    }
    page.keyboard().press("Space");
    assertThat(page.locator("#try .told")).containsText("Stored as");
  }

  private Locator button(String panel, String text) {
    return page.locator(panel + " button", new Page.LocatorOptions().setHasText(text));
  }
}
