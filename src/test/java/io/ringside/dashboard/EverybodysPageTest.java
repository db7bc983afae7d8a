package io.ringside.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The page can be read and used by everybody, on a telephone too, whatever the size of the cluster. */
class EverybodysPageTest {
  private static final int[] SIZES = {3, 5, 16};
  private static final int[] WIDTHS = {360, 1280};
  private static final ColorScheme[] SCHEMES = {ColorScheme.LIGHT, ColorScheme.DARK};

  private static Chromium chromium;

  @BeforeAll
  static void openTheBrowser() {
    chromium = new Chromium();
  }

  @AfterAll
  static void closeTheBrowser() {
    chromium.close();
  }

  @TestFactory
  Stream<DynamicTest> itIsAccessibleAndFitsItsWindow() {
    return Arrays.stream(SIZES).boxed().map(size -> DynamicTest.dynamicTest(size + " nodes", () -> check(size)));
  }

  private static void check(int size) throws IOException {
    try (FakeServer server = FakeServer.start(size)) {
      for (int width : WIDTHS) {
        for (ColorScheme scheme : SCHEMES) {
          Page page = chromium.page(server.url(), width, scheme);
          fill(page);
          String where = size + " nodes, " + width + " px, " + scheme;
          assertEquals(List.of(), violations(page), where);
          assertEquals(width, page.evaluate("document.documentElement.scrollWidth"), where);
          page.context().close();
        }
      }
    }
  }

  /** Puts something into every panel: a story, a conflict with its form open, a long hostile key, a node that is down. */
  private static void fill(Page page) {
    page.locator("#story button").first().click();
    page.locator("#conflicts button", new Page.LocatorOptions().setHasText("Make a conflict")).click();
    page.locator("#conflicts button", new Page.LocatorOptions().setHasText("Union")).first().click();
    page.locator("#conflicts textarea").first().waitFor();
    page.locator("#try input[name=key]").fill("<b>" + "unbreakable".repeat(30));
    page.locator("#try button", new Page.LocatorOptions().setHasText("Put")).click();
    page.locator("#try .told").waitFor();
    page.locator("#ring summary").click();
    page.locator("#nodes .node.gone").first().waitFor();
  }

  private static List<String> violations(Page page) {
    return new AxeBuilder(page).analyze().getViolations().stream()
        .map(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
        .toList();
  }
}
