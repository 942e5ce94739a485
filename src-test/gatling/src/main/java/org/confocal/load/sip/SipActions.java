package org.confocal.load.sip;

import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The actions that a virtual user can do. URIs and bodies may have EL. */
public final class SipActions {
  private static final String CALL = "call";
  private static final String WATCH = "watch";

  private final String name;

  SipActions(String name) {
    this.name = name;
  }

  private SipRequestBuilder request(String method, String uri, String dialog) {
    return new SipRequestBuilder(name, method, uri, dialog);
  }

  /** REGISTER for an hour; {@code uri} is the registrar, {@code sip:DOMAIN}. */
  public SipRequestBuilder register(String uri) {
    return request("REGISTER", uri, "").header("Expires", "3600");
  }

  /** SERVICE, as to a focus factory. */
  public SipRequestBuilder service(String uri) {
    return request("SERVICE", uri, "");
  }

  /** INVITE: begins the dialog {@code call}, or one of another name; its ACK goes out by itself. */
  public SipRequestBuilder invite(String uri) {
    return request("INVITE", uri, CALL);
  }

  /** INVITE within the dialog {@code call}. */
  public SipRequestBuilder reInvite() {
    return request("INVITE", "", CALL);
  }

  /** The ACK of an INVITE that was told {@link SipRequestBuilder#withoutAck}. */
  public SipAckBuilder ack() {
    return new SipAckBuilder(name, CALL);
  }

  /** BYE: ends the dialog {@code call}. */
  public SipRequestBuilder bye() {
    return request("BYE", "", CALL);
  }

  /** INFO in the dialog {@code call}. */
  public SipRequestBuilder info() {
    return request("INFO", "", CALL);
  }

  /** UPDATE in the dialog {@code call}. */
  public SipRequestBuilder update() {
    return request("UPDATE", "", CALL);
  }

  /** SUBSCRIBE for an hour: begins the dialog {@code watch}. */
  public SipRequestBuilder subscribe(String uri, String event) {
    return request("SUBSCRIBE", uri, WATCH).header("Event", event).header("Expires", "3600");
  }

  /** MESSAGE in the dialog {@code call}. */
  public SipRequestBuilder message() {
    return request("MESSAGE", "", CALL);
  }

  /** MESSAGE beside any dialog. */
  public SipRequestBuilder message(String uri) {
    return request("MESSAGE", uri, "");
  }

  /** OPTIONS beside any dialog. */
  public SipRequestBuilder options(String uri) {
    return request("OPTIONS", uri, "");
  }

  /** OPTIONS in the dialog {@code call}. */
  public SipRequestBuilder options() {
    return request("OPTIONS", "", CALL);
  }

  /** Waits for the next NOTIFY (or BENOTIFY) in the dialog {@code watch}. */
  public SipAwaitBuilder awaitNotify() {
    return new SipAwaitBuilder(name, "NOTIFY", WATCH, Duration.ofSeconds(5));
  }

  /**
   * Waits for the next request of the server in the dialog {@code call}: INVITE, BYE, MESSAGE,
   * INFO, OPTIONS or UPDATE. It has been answered when it is seen here.
   */
  public SipAwaitBuilder await(String method) {
    return new SipAwaitBuilder(name, method, CALL, Duration.ofSeconds(5));
  }

  /**
   * Sends nothing, but counts in the report.
   *
   * @param failure tells what is wrong; empty if all is well
   */
  public SipVerifyBuilder verify(Function<Session, Optional<String>> failure) {
    return new SipVerifyBuilder(name, failure);
  }
}
