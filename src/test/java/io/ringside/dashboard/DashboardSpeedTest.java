package io.ringside.dashboard;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the replay in a browser and prints a table, as in {@code docs/dashboard.md}; what comes of it is for people to read:
 * {@code mvn test -Dtest=DashboardSpeedTest -Dringside.speed=full}, or {@code small} to try it out on logs of a tenth.
 */
@EnabledIfSystemProperty(named = "ringside.speed", matches = "full|small")
class DashboardSpeedTest {
  private static final int SCALE = "small".equals(System.getProperty("ringside.speed")) ? 10 : 1;
  private static final int SHORT = 10_000 / SCALE;
  private static final int LONG = 50_000 / SCALE;

  /** Under load, which give a log of the greater length. */
  private static final int SECONDS = 90 / SCALE;

  private static final int NODES = 64 / SCALE;
  private static final int FLYING = 300;
  private static final int OPENINGS = 5;
  private static final int STEPS = 100;
  private static final int PLAYED_MILLIS = 5000;
  private static final double PATIENCE_MILLIS = 120_000;
  private static final double MILLIS_PER_SECOND = 1000;

  /** Taller than the whole page, so that every panel is seen at once. */
  private static final int TALL = 6000;
  private static final int DESK = 900;
  private static final int WIDTH = 1280;

  /** When all that is seen is drawn, and the rest has its place, counted from the navigation. */
  private static final String NOTE_WHEN_SHOWN = """
      window.shownAfter = new Promise((done, failed) => {
        const look = () => {
          const failure = document.querySelector('.failure');
          if (failure) return failed(new Error(failure.textContent));
          if (!document.querySelector(innerHeight > 2000 ? '#charts path.line' : '#charts') || !document.querySelector('#transport .said')) return requestAnimationFrame(look);
          const after = new MessageChannel();
          after.port1.onmessage = () => done(performance.now());
          after.port2.postMessage(0);
        };
        requestAnimationFrame(look);
      });""";

  /** A message to oneself that is posted in a frame arrives when that frame has been drawn. */
  private static final String PRELUDE = """
      const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      const drawn = () => new Promise(done => requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = done;
        after.port2.postMessage(0);
      }));
      """;

  private static final String STEP = "async ([key, times]) => {" + PRELUDE + """
        const took = [];
        for (let i = 0; i < times; i++) {
          await drawn();
          const begun = performance.now();
          press(key);
          await drawn();
          took.push(performance.now() - begun);
        }
        return took;
      }""";

  /** A log that is there already, opened as a file in a page that is open. */
  private static final String OPEN = "async address => {" + PRELUDE + """
        const files = new DataTransfer();
        files.items.add(new File([await (await fetch(address)).text()], 'run.jsonl'));
        const input = document.querySelector('header input[type=file]');
        const begun = performance.now();
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
        while (!document.querySelector('#charts') || !document.querySelector('#transport .said')) await new Promise(requestAnimationFrame);
        await drawn();
        return performance.now() - begun;
      }""";

  /** Gaps between frames, and the fewest messages that were under way in any. */
  private static final String PLAY = "async millis => {" + PRELUDE + """
        const flying = () => Number(/(\\d+) messages under way/.exec(document.querySelector('#ring svg.ring').getAttribute('aria-label'))[1]);
        press(' ');
        const gaps = [];
        let fewest = Infinity;
        const begun = await new Promise(requestAnimationFrame);
        for (let last = begun; last < begun + millis;) {
          const now = await new Promise(requestAnimationFrame);
          gaps.push(now - last);
          fewest = Math.min(fewest, flying());
          last = now;
        }
        return [fewest, ...gaps];
      }""";

  private static final String TASK_MILLIS = "TaskDuration";

  private Chromium chromium;
  private String url;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void itPrintsATable(@TempDir Path data) throws Exception {
    RecordedRuns runs = RecordedRuns.none().withRandomRun(SECONDS, SHORT, LONG).withManyNodes("many-nodes", NODES, LONG)
        .withCrowd("crowd", FLYING, SHORT);
    System.out.println("| what | aim | median | longest | main thread |\n|---|---|---|---|---|");
    try (LiveCluster cluster = LiveCluster.start(3, data, runs); Chromium browser = new Chromium()) {
      chromium = browser;
      url = cluster.url();
      opens("random-" + SHORT, "a log of " + SHORT + " events opens", DESK, "< 1000 ms");
      opens("random-" + SHORT, "the same, in a window that shows every panel", TALL, "–");
      opensAsFile("random-" + SHORT, "the same as a file, in a page that is open", "< 1000 ms");
      opens("random-" + LONG, "a log of " + LONG + " events opens", DESK, "< 3000 ms");
      opens("random-" + LONG, "the same, in a window that shows every panel", TALL, "–");
      steps("random-" + LONG, "a step back from event " + LONG, "< 50 ms");
      opens("many-nodes", NODES + " nodes, " + LONG + " events: opens", DESK, "< 3000 ms");
      steps("many-nodes", NODES + " nodes, " + LONG + " events: a step back", "< 50 ms");
      plays("crowd", SHORT / 2, "played");
      plays("many-nodes", LONG / 2, NODES + " nodes, played");
    }
  }

  private Page open(String log, String moment, int height) {
    Page page = chromium.page("about:blank", WIDTH, height, ColorScheme.LIGHT);
    page.setDefaultNavigationTimeout(PATIENCE_MILLIS);
    page.addInitScript(NOTE_WHEN_SHOWN);
    page.navigate(url + "replay.html#scenario=" + log + "&seed=1" + moment);
    page.evaluate("window.shownAfter");
    return page;
  }

  private void opens(String log, String what, int height, String aim) {
    var took = new ArrayList<Double>();
    for (int i = 0; i < OPENINGS; i++) {
      Page page = open(log, "", height);
      took.add(((Number) page.evaluate("window.shownAfter")).doubleValue());
      page.context().close();
    }
    print(what, aim, took, "–");
  }

  private void opensAsFile(String log, String what, String aim) {
    var took = new ArrayList<Double>();
    for (int i = 0; i < OPENINGS; i++) {
      Page page = chromium.page(url + "replay.html");
      page.waitForSelector("header input[type=file]", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
      took.add(((Number) page.evaluate(OPEN, "/scenarios/" + log + "/log?seed=1")).doubleValue());
      page.context().close();
    }
    print(what, aim, took, "–");
  }

  private void steps(String log, String what, String aim) {
    Page page = Chromium.drawAll(open(log, "", DESK));
    CDPSession session = metrics(page);
    double before = taskMillis(session);
    List<Double> took = numbers(page.evaluate(STEP, List.of("ArrowLeft", STEPS)));
    print(what, aim, took, millis((taskMillis(session) - before) / STEPS));
    page.context().close();
  }

  /** Frames, not times, are what is aimed at. */
  private void plays(String log, int from, String what) {
    Page page = Chromium.drawAll(open(log, "&at=" + from, DESK));
    CDPSession session = metrics(page);
    double before = taskMillis(session);
    List<Double> gaps = numbers(page.evaluate(PLAY, PLAYED_MILLIS));
    double spent = taskMillis(session) - before;
    int flying = gaps.remove(0).intValue();
    double sum = gaps.stream().mapToDouble(Double::doubleValue).sum();
    System.out.println("| " + what + ", " + flying + " messages or more under way | 60 frames/s | "
        + Math.round(gaps.size() * MILLIS_PER_SECOND / sum) + " frames/s | " + millis(sorted(gaps).get(gaps.size() - 1)) + " | "
        + millis(spent / gaps.size()) + " |");
    page.context().close();
  }

  /** What the main thread did, by its own clock: it says the same on a busy machine. */
  private static CDPSession metrics(Page page) {
    CDPSession session = page.context().newCDPSession(page);
    var domain = new JsonObject();
    domain.addProperty("timeDomain", "threadTicks");
    session.send("Performance.enable", domain);
    return session;
  }

  private static double taskMillis(CDPSession session) {
    return StreamSupport.stream(session.send("Performance.getMetrics").getAsJsonArray("metrics").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .filter(metric -> metric.get("name").getAsString().equals(TASK_MILLIS))
        .findFirst().orElseThrow().get("value").getAsDouble() * MILLIS_PER_SECOND;
  }

  private static List<Double> numbers(Object list) {
    var numbers = new ArrayList<Double>();
    ((List<?>) list).forEach(number -> numbers.add(((Number) number).doubleValue()));
    return numbers;
  }

  private static void print(String what, String aim, List<Double> took, String mainThread) {
    List<Double> all = sorted(took);
    System.out.println("| " + what + " | " + aim + " | " + millis(all.get(all.size() / 2)) + " | "
        + millis(all.get(all.size() - 1)) + " | " + mainThread + " |");
  }

  private static List<Double> sorted(List<Double> numbers) {
    return numbers.stream().sorted().toList();
  }

  private static String millis(double number) {
    return String.format(Locale.ROOT, number < 100 ? "%.1f ms" : "%.0f ms", number);
  }
}
