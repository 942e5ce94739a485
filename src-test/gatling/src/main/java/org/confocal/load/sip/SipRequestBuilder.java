package org.confocal.load.sip;

import io.gatling.javaapi.core.ActionBuilder;
import java.util.ArrayList;
import java.util.List;
import org.confocal.load.message.Sdp;

/** A request of a virtual user. Immutable; begins at {@link SipDsl#sip(String)}. */
public final class SipRequestBuilder implements ActionBuilder {
  private final Request request;

  /** A header with a value that may have EL. */
  record Line(String name, Text value) {}

  /**
   * All of it.
   *
   * @param uri empty: in a dialog
   * @param type of the body; empty = none
   * @param stamp key of the session for the time of sending; empty = none
   */
  record Request(
      Text name,
      String method,
      Text uri,
      String dialog,
      List<Line> headers,
      String type,
      Text body,
      boolean acknowledged,
      String stamp,
      List<SipCheck> checks) {
    Request {
      headers = List.copyOf(headers);
      checks = List.copyOf(checks);
    }

    Request with(List<Line> newHeaders, List<SipCheck> newChecks) {
      return new Request(
          name, method, uri, dialog, newHeaders, type, body, acknowledged, stamp, newChecks);
    }
  }

  SipRequestBuilder(String name, String method, String uri, String dialog) {
    this(
        new Request(
            Text.el(name),
            method,
            Text.el(uri),
            dialog,
            List.of(),
            "",
            Text.el(""),
            true,
            "",
            List.of()));
  }

  private SipRequestBuilder(Request request) {
    this.request = request;
  }

  /** The name of the dialog that this begins, or in which it is sent. */
  public SipRequestBuilder dialog(String name) {
    Request r = request;
    return new SipRequestBuilder(
        new Request(
            r.name,
            r.method,
            r.uri,
            name,
            r.headers,
            r.type,
            r.body,
            r.acknowledged,
            r.stamp,
            r.checks));
  }

  /** One header more; replaces one of this name that this builder has set. */
  public SipRequestBuilder header(String name, String value) {
    List<Line> all = new ArrayList<>(request.headers);
    all.removeIf(line -> line.name.equalsIgnoreCase(name));
    all.add(new Line(name, Text.el(value)));
    return new SipRequestBuilder(request.with(all, request.checks));
  }

  /** The body. */
  public SipRequestBuilder body(String type, String text) {
    Request r = request;
    return new SipRequestBuilder(
        new Request(
            r.name,
            r.method,
            r.uri,
            r.dialog,
            r.headers,
            type,
            Text.el(text),
            r.acknowledged,
            r.stamp,
            r.checks));
  }

  /** A description of G.711 as body. What is sent there is read by nobody. */
  public SipRequestBuilder audio() {
    return body(Sdp.TYPE, Sdp.audio(Sdp.HOST, Sdp.PORT));
  }

  /** A description of messages that travel by SIP as body. */
  public SipRequestBuilder messages() {
    return body(Sdp.TYPE, Sdp.messages(Sdp.HOST));
  }

  /** A C3P request as body, around this command. */
  public SipRequestBuilder c3p(String from, String to, String command) {
    return body(C3p.TYPE, C3p.request(from, to, command));
  }

  /** Plain text as body. */
  public SipRequestBuilder text(String text) {
    return body("text/plain; charset=UTF-8", text);
  }

  /** The ACK of this INVITE is left to {@link SipActions#ack}. */
  public SipRequestBuilder withoutAck() {
    Request r = request;
    return new SipRequestBuilder(
        new Request(
            r.name, r.method, r.uri, r.dialog, r.headers, r.type, r.body, false, r.stamp,
            r.checks));
  }

  /** When it is sent, in Unix time in ms, goes into the session under this key before. */
  public SipRequestBuilder stamped(String key) {
    Request r = request;
    return new SipRequestBuilder(
        new Request(
            r.name,
            r.method,
            r.uri,
            r.dialog,
            r.headers,
            r.type,
            r.body,
            r.acknowledged,
            key,
            r.checks));
  }

  /** What is expected of the final answer. Without a check of the status: 2xx. */
  public SipRequestBuilder check(SipCheck... checks) {
    List<SipCheck> all = new ArrayList<>(request.checks);
    all.addAll(List.of(checks));
    return new SipRequestBuilder(request.with(request.headers, all));
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new StepBuilder(request.method, (wiring) -> new SipRequestStep(wiring, request));
  }
}
