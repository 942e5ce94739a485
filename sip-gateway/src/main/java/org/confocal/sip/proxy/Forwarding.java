package org.confocal.sip.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.confocal.sip.message.Header;
import org.confocal.sip.message.SipHeaders;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.sip.message.Via;
import org.confocal.wire.WireFormatException;

/**
 * What a proxy looks at before it passes a request on, and what it changes: Request-URI,
 * Max-Forwards, Route, Record-Route, and claims of identity go. All else, headers that nobody knows
 * and the body, goes on as it came. Pure. RFC 3261 sections 16.3, 16.4 and 16.6.
 */
public final class Forwarding {
  private static final int USUAL_HOPS = 70;
  private static final int MARK_DIGITS = 12;

  /** Who the sender says that he is: nobody has looked at it, so nobody shall believe it. */
  private static final List<String> CLAIMS =
      List.of("P-Asserted-Identity", "P-Preferred-Identity", "Remote-Party-ID");

  private static final List<String> OF_REQUEST = List.of("Via", "From", "Call-ID", "CSeq");

  private Forwarding() {}

  /**
   * The refusal of a request that must not be passed on; empty when it may.
   *
   * @param edge tells this edge from others: {@link RouteSeal#name}
   * @param mostBytes of a body
   */
  public static Optional<SipResponse> refusal(String edge, SipRequest request, int mostBytes) {
    if (request.from().tag().isEmpty()) {
      return Optional.of(request.response(400, "From has no tag"));
    }
    Optional<Integer> hops = hops(request);
    if (hops.isEmpty()) {
      return Optional.of(request.response(400, "Max-Forwards is no number of 0 to 255"));
    } else if (hops.get() == 0) {
      return Optional.of(request.response(483, "Too Many Hops"));
    } else if (isLooping(edge, request)) {
      return Optional.of(request.response(482, "Loop Detected"));
    } else if (request.body().length() > mostBytes) {
      return Optional.of(
          request.response(
              413, request.body().length() + " bytes (expected: at most " + mostBytes + ")"));
    }
    List<String> unknown = request.headers().values("Proxy-Require");
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            request.response(420, "Bad Extension").with("Unsupported", String.join(", ", unknown)));
  }

  /** Empty when it cannot be read. */
  private static Optional<Integer> hops(SipRequest request) {
    String text = request.header("Max-Forwards").orElse(Integer.toString(USUAL_HOPS)).strip();
    return Optional.of(text)
        .filter(t -> t.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(hops -> hops <= 255);
  }

  /**
   * What the branches of a request end in, once it is passed on: the same for the same request, so
   * that one that comes back is known. RFC 5393 section 4.2.
   *
   * @param edge that passes it on: others may pass it on once more
   */
  public static String mark(String edge, SipRequest request) {
    String telling =
        String.join(
            "\n",
            edge,
            request.uri().write(),
            request.callId(),
            Long.toString(request.cseq().number()),
            request.from().tag().orElse(""),
            request.to().tag().orElse(""));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(telling.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, MARK_DIGITS);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  private static boolean isLooping(String edge, SipRequest request) {
    String mark = "." + mark(edge, request);
    return request.headers().values("Via").stream().anyMatch(value -> branch(value).endsWith(mark));
  }

  /** Empty for a Via further down that cannot be read: it is not ours. */
  private static String branch(String via) {
    try {
      return Via.parse(via).branch().orElse("");
    } catch (WireFormatException notOurs) {
      return "";
    }
  }

  /**
   * The request as it goes to one of those whom it is for.
   *
   * @param secrets credentials that are meant for us: they go no further
   * @param routes Record-Route URIs of ours, the one for the receiver last
   */
  public static SipRequest to(
      SipRequest request, SipUri target, Predicate<String> secrets, List<SipUri> routes) {
    List<Header> kept = new ArrayList<>();
    for (Header h : request.headers().all()) {
      boolean secret =
          (h.is("Proxy-Authorization") || h.is("Authorization")) && secrets.test(h.value());
      if (!secret && CLAIMS.stream().noneMatch(h::is)) {
        kept.add(h);
      }
    }
    SipHeaders headers = new SipHeaders(kept);
    for (SipUri route : routes) {
      headers = headers.plusFirst("Record-Route", "<" + route.write() + ">");
    }
    int left = hops(request).orElse(USUAL_HOPS) - 1;
    return new SipRequest(
        request.method(),
        target,
        headers.with("Max-Forwards", Integer.toString(left)),
        request.body());
  }

  /**
   * The answer of a branch as it goes back. What tells the sender of the request which one it is
   * for is that of the request, whatever the branch has written.
   */
  public static SipResponse back(SipRequest request, SipResponse answer) {
    List<Header> headers = new ArrayList<>();
    for (Header h : request.headers().all()) {
      if (OF_REQUEST.stream().anyMatch(h::is)) {
        headers.add(h);
      }
    }
    for (Header h : answer.headers().all()) {
      if (OF_REQUEST.stream().noneMatch(h::is)) {
        headers.add(h);
      }
    }
    return new SipResponse(
        answer.status(), answer.reason(), new SipHeaders(headers), answer.body());
  }

  /** A Record-Route URI of ours. */
  public static SipUri route(String user, String host, int port, String transport) {
    return SipUri.sip(user, host, port).withParam("transport", transport).withParam("lr", null);
  }
}
