package io.ringside.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** What a page must be for everybody who comes to it. */
final class Everybody {
  private Everybody() {}

  /** No rule of axe is broken, and nothing is wider than the window. */
  static void canUse(Page page, int width) {
    if (page.locator("#transport").count() > 0) {
      Chromium.drawAll(page);
    }
    check(page, new AxeBuilder(page), width);
  }

  /** The same where only this part, as CSS selects it, has changed since it was asked of the whole page: axe takes its time. */
  static void canUse(Page page, String part, int width) {
    check(page, new AxeBuilder(page).include(part), width);
  }

  private static void check(Page page, AxeBuilder axe, int width) {
    assertEquals(List.of(), violations(axe));
    assertEquals(width, page.evaluate("document.documentElement.scrollWidth"));
  }

  /** The rules that are broken, each with the first element that breaks it. Takes the place of rules that {@code axe} was told of. */
  static List<String> violations(AxeBuilder axe) {
    var onlyViolations = new AxeRunOptions();
    onlyViolations.setResultTypes(List.of("violations"));
    return axe.options(onlyViolations).analyze().getViolations().stream()
        .map(rule -> rule.getId() + " " + rule.getNodes().get(0).getHtml()).toList();
  }
}
