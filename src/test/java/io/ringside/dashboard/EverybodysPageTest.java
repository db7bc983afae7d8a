package io.ringside.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The page can be read and used by everybody, on a telephone too, whatever the size of the cluster. */
class EverybodysPageTest {
  private static final int PHONE = 360;
  private static final int DESK = 1280;
  private static final List<Look> LOOKS = List.of(
      new Look(3, PHONE, ColorScheme.LIGHT),
      new Look(5, PHONE, ColorScheme.DARK),
      new Look(5, DESK, ColorScheme.LIGHT),
      new Look(5, DESK, ColorScheme.DARK),
      new Look(16, PHONE, ColorScheme.LIGHT),
      new Look(16, DESK, ColorScheme.DARK));

  /** The page takes in what came four times a second. */
  private static final int PRESS_MILLIS = 600;

  private record Look(int nodes, int width, ColorScheme scheme) {}

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
    return LOOKS.stream().map(look -> DynamicTest.dynamicTest(look.toString(), () -> check(look)));
  }

  @Test
  void theStoryIsToldStepByStep() throws IOException {
    try (FakeServer server = FakeServer.start(5)) {
      Page page = onceLive(chromium.page(server.url()));
      page.locator("#story button.primary").click();
      assertThat(page.locator("#story li").first()).containsText("Put user:123");
      assertThat(page.locator("#story li.current")).containsText("n3 fails");
      page.locator("#nodes button", new Page.LocatorOptions().setHasText("Restart n3")).click();
      assertThat(page.locator("#nodes .node.gone")).hasCount(0);
      page.context().close();
    }
  }

  /** Else a press that lasts as long as a person's would be lost to what comes meanwhile. */
  @Test
  void nothingMovesBelowAPressedPointer() throws IOException {
    try (FakeServer server = FakeServer.start(5)) {
      Page page = onceLive(chromium.page(server.url()));
      Locator button = page.locator(".writing").getByText("Make a conflict");
      button.scrollIntoViewIfNeeded();
      page.locator("#story button.primary").evaluate("play => play.click()"); // The key that it writes makes room for itself above the button.
      button.click(new Locator.ClickOptions().setDelay(PRESS_MILLIS));
      assertThat(page.locator("#key .told").first()).containsText("siblings");
      page.context().close();
    }
  }

  private static Page onceLive(Page page) {
    page.locator("#nodes .node").first().waitFor();
    page.locator("#story button.primary").waitFor();
    page.locator(".writing").waitFor();
    return page;
  }

  private static void check(Look look) throws IOException {
    try (FakeServer server = FakeServer.start(look.nodes())) {
      Page page = onceLive(chromium.page(server.url(), look.width(), look.scheme()));
      fill(page);
      Everybody.canUse(page, look.width());
      page.context().close();
    }
  }

  /** Puts something into every panel: a story, a conflict with its form open, a long hostile key, a node that is down. */
  private static void fill(Page page) {
    page.locator("#story button.primary").click();
    page.locator("#story summary").click();
    page.locator(".writing").getByText("Make a conflict").click();
    page.locator(".writing").getByText("Union").click();
    page.locator(".writing [name=resolution]").waitFor();
    page.locator(".conflicts button").first().waitFor();
    page.locator(".writing [name=key]").fill("<b>" + "unbreakable".repeat(30));
    page.locator(".writing").getByText("Put", new Locator.GetByTextOptions().setExact(true)).click();
    page.locator(".writing .answer .told").waitFor();
    page.locator("#ring summary").click();
    page.locator("#nodes .node.gone").first().waitFor();
  }
}
