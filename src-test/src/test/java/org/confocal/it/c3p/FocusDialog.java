package org.confocal.it.c3p;

import java.time.Duration;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;

/**
 * A user's dialog with the focus.
 *
 * @param joined the C3P response that came with the 200
 */
public record FocusDialog(C3pUser user, String conference, SipCall call, Xml joined) {
  /** The same dialog over the user's present connection. */
  public FocusDialog moved() {
    return new FocusDialog(user, conference, call.movedTo(user.peer()), joined);
  }

  /** The role that was granted. */
  public String role() {
    return joined.textOf("addUser/user/roles/entry");
  }

  /** An INFO with this command; the final SIP answer. */
  public SipMessage info(String command) {
    return infoWith(user.request(conference, command));
  }

  /** An INFO with any body. */
  public SipMessage infoWith(String body) {
    return user.inDialog(call, "INFO").body("application/cccp+xml", body).send().answer();
  }

  /** A command that is answered at once; the C3P response. */
  public Xml orders(String command) {
    SipMessage answer = info(command);
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return Xml.parse(answer.body());
  }

  /** A command whose result comes by an INFO of the server; that result. */
  public Xml ordersAndWaits(String command) {
    long before = call.requests("INFO");
    SipMessage answer = info(command);
    if (answer.status() != 202) {
      throw new AssertionError(answer);
    }
    SipMessage late =
        org.confocal.it.kit.Eventually.eventually(
            "the result of " + command,
            Duration.ofSeconds(15),
            () ->
                user
                    .peer()
                    .arrivals(
                        m ->
                            m.isRequest()
                                && m.method().equals("INFO")
                                && m.header("Call-ID").equals(call.callId()))
                    .stream()
                    .skip(before)
                    .findFirst()
                    .map(SipPeer.Arrival::message));
    return Xml.parse(late.body());
  }

  /** {@code success}, or the reason of the failure. */
  public String outcome(String command) {
    Xml response = orders(command);
    return response.attr("code").equals("success") ? "success" : response.one("*").attr("reason");
  }

  public String keys() {
    return "<conferenceKeys confEntity=\"" + conference + "\"/>";
  }

  public String deleteUser(String entity) {
    return "<deleteUser><userKeys confEntity=\"%s\" userEntity=\"%s\"/></deleteUser>"
        .formatted(conference, entity);
  }

  public String setRole(String entity, String role) {
    return """
        <modifyUserRoles><userKeys confEntity="%s" userEntity="%s"/>\
        <user-roles xmlns="urn:ietf:params:xml:ns:conference-info"><entry>%s</entry></user-roles>\
        </modifyUserRoles>"""
        .formatted(conference, entity, role);
  }

  public String setLock(boolean locked) {
    return "<modifyConferenceLock>%s<locked>%s</locked></modifyConferenceLock>"
        .formatted(keys(), locked);
  }

  public String mute(String entity, String endpoint, boolean muted) {
    return """
        <modifyEndpointMedia mscp:mcuUri="%s">\
        <mediaKeys confEntity="%s" userEntity="%s" endpointEntity="%s" mediaId="1"/>\
        <ci:media id="1"><ci:type>audio</ci:type><ci:status>%s</ci:status>\
        <msci:media-ingress-filter>%s</msci:media-ingress-filter></ci:media>\
        </modifyEndpointMedia>"""
        .formatted(
            conference.replace(":focus:", ":audio-video:"),
            conference,
            entity,
            endpoint,
            muted ? "recvonly" : "sendrecv",
            muted ? "block" : "unblock");
  }

  /** Has the audio MCU call this address, as somebody of this entity. */
  public String dialOut(String entity, String address) {
    return """
        <addUser mscp:mcuUri="%s">%s<ci:user entity="%s">\
        <ci:display-text>Somebody</ci:display-text>\
        <ci:roles><ci:entry>attendee</ci:entry></ci:roles>\
        <ci:endpoint entity="{0B7E1C55-41F0-4C53-9E3E-1B2D7C6A9F10}" msci:endpoint-uri="%s">\
        <ci:joining-method>dialed-out</ci:joining-method></ci:endpoint></ci:user></addUser>"""
        .formatted(conference.replace(":focus:", ":audio-video:"), keys(), entity, address);
  }

  /** BYE: leaves the conference with everything. */
  public SipMessage leaves() {
    return user.inDialog(call, "BYE").send().answer();
  }

  /** Watches the conference, in the manner of OCS or of RFC 4575. */
  public Roster watches(boolean microsoft) {
    return Roster.of(user, conference, microsoft);
  }
}
