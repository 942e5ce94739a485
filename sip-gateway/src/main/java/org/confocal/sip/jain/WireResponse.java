package org.confocal.sip.jain;

import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import org.confocal.sip.message.SipResponse;

/** What JAIN-SIP gets to see of a response; see {@link WireRequest}. */
final class WireResponse extends SIPResponse {
  private static final long serialVersionUID = 1L;

  private final transient SipResponse response;

  private WireResponse(SipResponse response) {
    this.response = response;
  }

  /** An answer of ours to a request that came in. */
  static WireResponse outgoing(SipResponse response, WireRequest to) {
    WireResponse r = new WireResponse(response);
    r.fill((Via) to.getTopmostVia().clone());
    return r;
  }

  /** An answer to a request of ours. */
  static WireResponse incoming(SipResponse response, Sender from) {
    WireResponse r = new WireResponse(response);
    org.confocal.sip.message.Via via = response.topVia().orElseThrow();
    try {
      r.fill(WireRequest.via(via, from.flow().transport(), via.branch().orElse("none")));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
    r.setRemoteAddress(from.peer());
    r.setRemotePort(from.flow().remotePort());
    r.setLocalAddress(from.listener().local().getAddress());
    r.setLocalPort(from.listener().local().getPort());
    return r;
  }

  SipResponse response() {
    return response;
  }

  private void fill(Via via) {
    try {
      setStatusCode(response.status());
      setReasonPhrase(response.reason());
      addFirst(via);
      From from = new From();
      from.setAddress(WireRequest.noAddress());
      if (response.from().tag().isPresent()) {
        from.setTag(WireRequest.tag(response.from().tag().get()));
      }
      setHeader(from);
      WireRequest.fillCommon(this, response);
    } catch (ParseException | SipException | InvalidArgumentException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void checkHeaders() {
    // see WireRequest
  }

  @Override
  public byte[] encodeAsBytes(String transport) {
    return response.toBytes();
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    throw new IOException("not serializable");
  }
}
