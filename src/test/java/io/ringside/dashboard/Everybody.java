package io.ringside.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** What a page must be for everybody who comes to it. */
final class Everybody {
  private Everybody() {}

  /** No rule of axe is broken, and nothing is wider than the window. */
  static void canUse(Page page, int width) {
    assertEquals(List.of(), new AxeBuilder(page).analyze().getViolations().stream()
        .map(rule -> rule.getId() + " " + rule.getNodes().get(0).getHtml()).toList());
    assertEquals(width, page.evaluate("document.documentElement.scrollWidth"));
  }
}
