package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.message.EventPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class EventFeedTest {
  private Vertx vertx;
  private HttpFace face;
  private HttpClient http;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext test) {
    this.vertx = vertx;
    this.http = vertx.createHttpClient();
    HttpFace.start(vertx).onComplete(test.succeeding(started -> {
      face = started;
      test.completeNow();
    }));
  }

  /** One event as a browser sees it. */
  private record Seen(String id, String event, String data) {
    private String text() {
      return new JsonObject(data).getString("text");
    }
  }

  /** Watches from a cursor until an event is the wanted one, then leaves. Completes with all events seen, it included. */
  private Future<List<Seen>> watch(String cursor, Predicate<Seen> last) {
    Promise<List<Seen>> seen = Promise.promise();
    http.request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(face.address() + "/events"))
        .compose(request -> {
          if (cursor != null) {
            request.putHeader("Last-Event-ID", cursor);
          }
          return request.send().onSuccess(response -> collect(response, last, seen));
        })
        .onFailure(seen::tryFail);
    return seen.future();
  }

  private static void collect(HttpClientResponse response, Predicate<Seen> last, Promise<List<Seen>> seen) {
    var events = new ArrayList<Seen>();
    var text = new StringBuilder();
    response.handler(chunk -> {
      text.append(chunk);
      for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        Seen one = parse(text.substring(0, end));
        text.delete(0, end + 2);
        if (seen.future().isComplete()) {
          return;
        }
        events.add(one);
        if (last.test(one)) {
          response.request().connection().close();
          seen.complete(List.copyOf(events));
        }
      }
    });
  }

  private static Seen parse(String block) {
    String[] lines = block.split("\n");
    return new Seen(lines[0].substring(4), lines[1].substring(7), lines[2].substring(6));
  }

  private static Predicate<Seen> text(String text) {
    return seen -> seen.event().equals("e") && seen.text().equals(text);
  }

  private static List<String> texts(List<Seen> seen) {
    return seen.stream().filter(one -> one.event().equals("e")).map(Seen::text).toList();
  }

  @Test
  void theFeedBeginsWithHelloAndWhatIsRemembered(VertxTestContext test) {
    face.nodes.say("n1", "a");
    watch(null, text("a")).onComplete(test.succeeding(seen -> test.verify(() -> {
      assertThat(seen.get(0).event()).isEqualTo("hello");
      assertThat(new JsonObject(seen.get(0).data()).getJsonArray("nodes")).containsExactly("n1", "n2", "n3");
      test.completeNow();
    })));
  }

  @Test
  void aNodeThatBeganAnewLeavesAGapThatNobodyCanCount(VertxTestContext test) {
    face.nodes.say("n1", "before");
    watch(null, text("before")).compose(seen -> {
      face.nodes.say("n1", "never read");
      face.nodes.restart("n1");
      face.nodes.say("n1", "after");
      return watch(seen.get(seen.size() - 1).id(), text("after"));
    }).onComplete(test.succeeding(seen -> test.verify(() -> {
      assertThat(seen).filteredOn(one -> one.event().equals("gap")).extracting(Seen::data)
          .containsExactly("{\"node\":\"n1\",\"missed\":null,\"reason\":\"restarted\"}");
      assertThat(texts(seen)).containsExactly("after");
      test.completeNow();
    })));
  }

  @Test
  void newEventsFollow(VertxTestContext test) {
    watch(null, seen -> seen.event().equals("hello")).compose(hello -> {
      face.nodes.say("n2", "later");
      return watch(hello.get(0).id(), text("later"));
    }).onComplete(test.succeedingThenComplete());
  }

  @Test
  void aReaderThatComesBackMissesNothingAndSeesNothingTwice(VertxTestContext test) {
    for (int i = 0; i < 1200; i++) {
      face.nodes.say("n" + (i % 3 + 1), "e" + i);
    }
    var all = new ArrayList<String>();
    watch(null, text("e300")).compose(first -> {
      all.addAll(texts(first));
      return watch(first.get(first.size() - 1).id(), text("e901"));
    }).compose(second -> {
      all.addAll(texts(second));
      face.nodes.say("n1", "the end");
      return watch(second.get(second.size() - 1).id(), seen -> {
        if (seen.event().equals("e")) {
          all.add(seen.text());
        }
        return all.size() == 1201;
      });
    }).onComplete(test.succeeding(third -> test.verify(() -> {
      assertThat(all).doesNotHaveDuplicates().hasSize(1201);
      test.completeNow();
    })));
  }

  @Test
  void aReaderThatCameTooLateIsToldHowMuchItMissed(VertxTestContext test) {
    face.nodes.say("n1", "a");
    watch(null, text("a")).compose(seen -> {
      for (int i = 0; i < 10; i++) {
        face.nodes.say("n1", "b" + i);
      }
      face.nodes.forget("n1", 6);
      return watch(seen.get(seen.size() - 1).id(), text("b9"));
    }).onComplete(test.succeeding(seen -> test.verify(() -> {
      assertThat(seen.get(1).event()).isEqualTo("gap");
      assertThat(new JsonObject(seen.get(1).data()).getInteger("missed")).isEqualTo(5);
      assertThat(texts(seen)).containsExactly("b5", "b6", "b7", "b8", "b9");
      test.completeNow();
    })));
  }

  @Test
  void aSilentNodeIsNamedAndSoIsItsReturn(VertxTestContext test) {
    var n3 = io.ringside.NodeId.of("n3");
    face.nodes.silent.add(n3);
    watch(null, seen -> {
      boolean source = seen.event().equals("source");
      if (source) {
        face.nodes.silent.remove(n3);
      }
      return source && new JsonObject(seen.data()).getBoolean("reachable");
    }).onComplete(test.succeeding(seen -> test.verify(() -> {
      assertThat(seen).filteredOn(one -> one.event().equals("source")).hasSize(2)
          .allMatch(one -> new JsonObject(one.data()).getString("node").equals("n3"));
      test.completeNow();
    })));
  }

  @Test
  void nobodyIsAskedWhenNobodyWatches(VertxTestContext test) {
    watch(null, seen -> seen.event().equals("hello"))
        .compose(seen -> afterTheLastTick())
        .compose(reads -> vertx.timer(500).map(later -> reads))
        .onComplete(test.succeeding(reads -> test.verify(() -> {
          assertThat(face.nodes.eventReads.get()).isEqualTo(reads);
          test.completeNow();
        })));
  }

  private Future<Integer> afterTheLastTick() {
    return vertx.timer(300).map(tick -> face.nodes.eventReads.get());
  }

  @Test
  void aViewerThatDoesNotReadIsNotReadFor(VertxTestContext test) throws IOException {
    String large = "x".repeat(8000);
    for (int i = 0; i < 5000; i++) {
      face.nodes.say("n1", large);
    }
    Socket deaf = connectAndNeverRead();
    vertx.timer(3000).compose(full -> {
      int before = face.nodes.eventReads.get();
      return vertx.timer(1000).compose(later -> {
        int meanwhile = face.nodes.eventReads.get() - before;
        return face.get("/livez").map(live -> meanwhile);
      });
    }).eventually(() -> vertx.executeBlocking(() -> {
      deaf.close();
      return null;
    })).onComplete(test.succeeding(reads -> test.verify(() -> {
      assertThat(reads).isZero();
      test.completeNow();
    })));
  }

  private Socket connectAndNeverRead() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", face.port()));
    socket.getOutputStream().write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void onceGivesWhatIsThereAndEnds(VertxTestContext test) {
    for (int i = 0; i < 10; i++) {
      face.nodes.say("n" + (i % 2 + 1), "e" + i);
    }
    face.get("/events?once=true&limit=6").compose(first -> face.get("/events?once=true&after=" + first.getHeader("X-Cursor"))
        .map(second -> lines(first) + lines(second))).onComplete(test.succeeding(text -> test.verify(() -> {
          assertThat(text.lines().map(line -> new JsonObject(line).getString("text")))
              .containsExactlyInAnyOrder("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9");
          test.completeNow();
        })));
  }

  @Test
  void partsAreANumberAndGoWithTheFeedAlone(VertxTestContext test) {
    Future.all(face.get("/events?parts=-1"), face.get("/events?once=true&parts=1")).onComplete(test.succeeding(both -> test.verify(() -> {
      assertThat(both.<io.vertx.ext.web.client.HttpResponse<Buffer>>list()).allMatch(response -> response.statusCode() == 400);
      test.completeNow();
    })));
  }

  @Test
  void whatALongPageHidIsNotPassedBy(VertxTestContext test) {
    String large = "x".repeat(EventPage.FULL_CHARACTERS);
    face.nodes.say("n1", large);
    face.nodes.say("n2", "small");
    face.get("/events?once=true").compose(first -> face.get("/events?once=true&after=" + first.getHeader("X-Cursor"))
        .map(second -> List.of(lines(first), lines(second)))).onComplete(test.succeeding(pages -> test.verify(() -> {
          assertThat(pages.get(0)).contains(large).doesNotContain("small");
          assertThat(pages.get(1)).contains("small");
          test.completeNow();
        })));
  }

  private static String lines(io.vertx.ext.web.client.HttpResponse<Buffer> response) {
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/x-ndjson");
    return response.bodyAsString();
  }

  @Test
  void aForeignCursorIsRefused(VertxTestContext test) {
    face.get("/events?after=rubbish").onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(HttpFace.json(answer).getString("error")).isEqualTo("bad_cursor");
      test.completeNow();
    })));
  }
}
