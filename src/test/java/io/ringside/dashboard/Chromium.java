package io.ringside.dashboard;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A headless browser that talks to nobody but the pages it is shown. */
final class Chromium implements AutoCloseable {
  private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");
  private static final List<String> QUIET = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync");
  private static final String ENDED_BY_THE_PAGE = "net::ERR_ABORTED";
  private static final double TIME_LIMIT_MILLIS = 30_000;

  private final Playwright playwright;
  private final Browser browser;

  Chromium() {
    useTheSystemsNode();
    playwright = Playwright.create();
    browser = playwright.chromium().launch(
        new BrowserType.LaunchOptions().setExecutablePath(EXECUTABLE).setArgs(QUIET).setHeadless(true));
  }

  /** Playwright's own Node.js is not among our dependencies. */
  private static void useTheSystemsNode() {
    Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "node"))
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(node -> System.setProperty("playwright.nodejs.path", node.toString()));
  }

  /** A page of its own, with nothing remembered from others. */
  Page page(String url, int width, ColorScheme scheme) {
    return page(url, width, 900, scheme);
  }

  Page page(String url, int width, int height, ColorScheme scheme) {
    var options = new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme);
    Page page = browser.newContext(options).newPage();
    page.setDefaultTimeout(TIME_LIMIT_MILLIS);
    tellOfTrouble(page);
    page.navigate(url);
    return page;
  }

  /** What a test that waits in vain would not know: requests that came to nothing, except those that the page itself ended. */
  private static void tellOfTrouble(Page page) {
    page.onRequestFailed(request -> {
      if (!ENDED_BY_THE_PAGE.equals(request.failure())) {
        System.out.println(request.method() + " " + request.url() + ": " + request.failure());
      }
    });
    page.onPageError(problem -> System.out.println(page.url() + ": " + problem));
  }

  Page page(String url) {
    return page(url, 1280, ColorScheme.LIGHT);
  }

  /** Comes near every panel, so that all are drawn, and goes back to the top. For a page that shows a run. */
  static Page drawAll(Page page) {
    page.locator("#charts").waitFor();
    page.evaluate("""
        async () => {
          for (let place; (place = document.querySelector('.awaited')); await new Promise(requestAnimationFrame)) place.scrollIntoView();
          scrollTo(0, 0);
        }""");
    return page;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
