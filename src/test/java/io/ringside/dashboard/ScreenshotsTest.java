package io.ringside.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures in {@code docs/dashboard.md} anew, each of a moment of a run that is always the same:
 * {@code mvn test -Dtest=ScreenshotsTest -Dringside.screenshots=docs/images}; only some of them with
 * {@code -Dringside.screenshots.only=live,lab}.
 */
@EnabledIfSystemProperty(named = "ringside.screenshots", matches = ".+")
class ScreenshotsTest {
  private static final int WIDTH = 1280;
  private static final int MOST_BYTES = 120 * 1024;
  private static final double SLOW_MILLIS = 90_000;
  private static final String CART = "replay.html#scenario=shopping-cart&seed=7";
  private static final String SPLIT = "replay.html#scenario=split-2-3&seed=7";
  private static final String DISK = "replay.html#scenario=disk-loss&seed=1";

  /** In a browser, since Java writes no WebP. */
  private static final String TO_WEBP = """
      async png => {
        const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        canvas.getContext('2d').drawImage(bitmap, 0, 0);
        const webp = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 })).arrayBuffer());
        return btoa(Array.from(webp, byte => String.fromCharCode(byte)).join(''));
      }""";

  /** A panel, by its id and the name of its picture, at the moment to which somebody has gone. */
  private record Shot(String panel, String picture, String address, Consumer<Page> going) {
    Shot(String panel, String address, Consumer<Page> going) {
      this(panel, panel, address, going);
    }
  }

  private static final List<Shot> SHOTS = List.of(
      new Shot("transport", SPLIT, until("kind=fault.begin")),
      new Shot("ring", CART, until("kind=hint.store key=cart")),
      new Shot("key", CART, toTheConflict()),
      new Shot("space-time", CART, toTheConflict().andThen(page -> {
        page.locator("#space-time summary").click();
        page.locator("#space-time ol button").last().click();
        page.locator("#space-time summary").click();
      })),
      new Shot("views", CART, until("kind=hint.store key=cart")),
      new Shot("operations", CART, until("kind=hint.store key=cart")),
      new Shot("healing", DISK, until("kind=tree.merge repaired=2")),
      new Shot("charts", SPLIT, page -> { }),
      new Shot("client", CART + "&as=client:ada", page -> { }),
      new Shot("lesson", "replay.html#lesson=cart", page -> {
        for (int step = 0; step < 3; step++) {
          page.keyboard().press("Space");
        }
      }),
      new Shot("script", CART, toTheConflict().andThen(ScreenshotsTest::breakIt)),
      new Shot("compare", CART, toTheConflict().andThen(ScreenshotsTest::breakIt).andThen(page ->
          page.getByText("To the first difference").click())),
      new Shot("transport", "live", "replay.html#live&key=cart", page -> {
        page.locator(".to-live").getByText("Live").waitFor();
        page.evaluate("fetch('/kv/cart', { method: 'PUT', body: 'milk', headers: { 'Content-Type': 'text/plain' } })");
        page.locator("#key .told").getByText("milk").waitFor();
        page.keyboard().press("Space");
        page.keyboard().press("Shift+ArrowLeft");
      }),
      new Shot("curve", "lab", "lab.html#model=disk&n=3&rw=1/1&runs=200", page ->
          page.getByText("200 runs,").first().waitFor(new Locator.WaitForOptions().setTimeout(SLOW_MILLIS))),
      new Shot("story", "", page -> {
        page.selectOption("#story [name=scenario]", "demonstration");
        page.getByText("Play in this cluster").click();
        page.getByText("What becomes of writes to the keys that n3 owns?").waitFor();
        page.locator("#story .question button").first().click();
      }),
      new Shot("nodes", "", page -> {
        page.getByText("Play in this cluster").waitFor();
        page.evaluate("fetch('/faults', { method: 'POST', body: '{\"kill\":\"n3\"}', headers: { 'Content-Type': 'application/json' } })");
        page.getByText("down, believes n1, n2, n4, n5").waitFor();
      }));

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void takesThemAll(@TempDir Path data) throws Exception {
    Path folder = Files.createDirectories(Path.of(System.getProperty("ringside.screenshots")));
    try (LiveCluster cluster = LiveCluster.start(5, data); Chromium chromium = new Chromium()) {
      Page blank = chromium.page("about:blank");
      List<String> only = List.of(System.getProperty("ringside.screenshots.only", "").split(","));
      for (Shot shot : SHOTS.stream().filter(each -> only.contains("") || only.contains(each.picture())).toList()) {
        Page page = chromium.page(cluster.url() + shot.address(), WIDTH, ColorScheme.LIGHT);
        page.locator("#transport, #curve").waitFor(new Locator.WaitForOptions().setTimeout(SLOW_MILLIS));
        if (page.locator("#transport").count() > 0) {
          Chromium.drawAll(page);
        }
        shot.going().accept(page);
        if (!shot.panel().equals("transport")) {
          page.evaluate("document.querySelector('#transport')?.style.setProperty('display', 'none')"); // It would lie over the panel.
        }
        String png = Base64.getEncoder().encodeToString(page.locator("#" + shot.panel()).screenshot());
        byte[] webp = Base64.getDecoder().decode((String) blank.evaluate(TO_WEBP, png));
        assertThat(webp.length).as(shot.picture()).isLessThan(MOST_BYTES);
        Files.write(folder.resolve(shot.picture() + ".webp"), webp);
        page.context().close();
      }
    }
  }

  private static Consumer<Page> until(String wanted) {
    return page -> {
      page.keyboard().press("Home");
      page.locator(".find input").fill(wanted);
      page.locator(".find input").press("Enter");
    };
  }

  private static void breakIt(Page page) {
    page.keyboard().press("x");
    page.getByText("Break, as a branch").click();
    page.locator("#compare").waitFor(new Locator.WaitForOptions().setTimeout(SLOW_MILLIS));
  }

  private static Consumer<Page> toTheConflict() {
    return page -> {
      page.keyboard().press("Home");
      page.keyboard().press("c");
    };
  }
}
