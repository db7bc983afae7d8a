package io.ringside.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps other people's pages, and stored values, from acting through a visitor's browser. */
final class BrowserGuard {
  /** For the dashboard and everything else of our own. */
  private static final String OWN_PAGES = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
      + "form-action 'self'";

  /** For stored values, which may be pages too: shown, but with no rights here. */
  private static final String STORED_VALUES = "default-src 'none'; sandbox";

  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  private final boolean loopbackOnly;

  BrowserGuard(String boundHost) {
    this.loopbackOnly = isLoopback(boundHost);
  }

  /**
   * Sets the security headers, and refuses a request that changes something if a foreign page sent it, or any that went to a
   * foreign name while this node listens on loopback only.
   */
  void check(RoutingContext ctx) {
    boolean value = ctx.request().path().startsWith(KvRoutes.PREFIX);
    ctx.response()
        .putHeader("Content-Security-Policy", value ? STORED_VALUES : OWN_PAGES)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    HttpServerRequest request = ctx.request();
    HostAndPort asked = request.authority();
    if (loopbackOnly && asked != null && !isLoopback(asked.host())) {
      ctx.fail(Refusal.of(403, "foreign_host", "this node listens on loopback only, and " + asked.host() + " is another name",
          "use localhost or 127.0.0.1; a page that makes its own name point here may not read"));
      return;
    }
    if (changesSomething(request) && isForeign(request)) {
      ctx.fail(Refusal.of(403, "foreign_origin",
          "a page of " + request.getHeader("Origin") + " may not change anything here",
          "open the dashboard of this node; programs send no Origin header"));
      return;
    }
    ctx.next();
  }

  private static boolean changesSomething(HttpServerRequest request) {
    return request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD;
  }

  /**
   * A browser names the page's origin; it must be where the request went. On loopback it must be loopback too: else a foreign
   * name that resolves to 127.0.0.1 would do.
   */
  private boolean isForeign(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return false;
    }
    try {
      URI page = URI.create(origin);
      String host = request.getHeader("Host");
      boolean sameHost = page.getAuthority() != null && page.getAuthority().equalsIgnoreCase(host);
      return !sameHost || loopbackOnly && !isLoopback(page.getHost());
    } catch (IllegalArgumentException malformed) {
      return true;
    }
  }

  static boolean isLoopback(String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || LOOPBACK_V4.matcher(name).matches() || name.equals("::1") || name.equals("[::1]");
  }
}
