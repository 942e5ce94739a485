package org.confocal.sip.jain;

import gov.nist.core.Host;
import gov.nist.core.HostPort;
import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.HopImpl;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.Hop;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.MessageHead;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipMessage;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What JAIN-SIP gets to see of a request: the few fields by which its state machines match and
 * route, made by hand. The request itself is ours, and so are the bytes on the wire; no URI or
 * header of a peer ever reaches JAIN-SIP's parser.
 *
 * <p>The branch shown to JAIN-SIP is a key of ours: for a request that came in it holds everything
 * by which RFC 3261 section 17.2.3 tells transactions apart, also where the peer sent no branch, so
 * that the transaction table is always asked by key.
 */
final class WireRequest extends SIPRequest {
  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z.!%*_+`'~-]+");
  private static final long serialVersionUID = 1L;

  /** A parameter of To, never seen on the wire. */
  static final String WRITTEN = "written";

  private static final String NO_URI = "sip:x";
  private static final String COOKIE = org.confocal.sip.message.Via.MAGIC_COOKIE;

  private final transient byte @Nullable [] bytes;
  private final transient Sender sender;
  private final transient AdmissionGate.@Nullable Permit permit;
  private transient volatile SipRequest request;
  private transient volatile boolean cancelWanted;
  private transient volatile boolean swept;

  private WireRequest(
      SipRequest request,
      byte @Nullable [] bytes,
      Sender sender,
      AdmissionGate.@Nullable Permit permit) {
    this.request = request;
    this.permit = permit;
    this.bytes = bytes;
    this.sender = sender;
  }

  /** A request of ours, with its Via. */
  static WireRequest outgoing(SipRequest request, Sender to) {
    WireRequest r = new WireRequest(request.withBody(Body.NONE), request.toBytes(), to, null);
    String branch = request.topVia().orElseThrow().branch().orElseThrow();
    r.fill(to.flow().transport(), branch);
    return r;
  }

  /**
   * A request that came in; its top Via has received and rport filled in.
   *
   * @param key from {@link #key}, or what {@link Engine} made of it
   * @param permit what the gate gave it; an ACK has none
   */
  static WireRequest incoming(
      SipRequest request, Sender from, String key, AdmissionGate.@Nullable Permit permit) {
    WireRequest r = new WireRequest(request, null, from, permit);
    r.fill(from.flow().transport(), key);
    r.setRemoteAddress(from.peer());
    r.setRemotePort(from.flow().remotePort());
    r.setPeerPacketSourceAddress(from.peer());
    r.setPeerPacketSourcePort(from.flow().remotePort());
    r.setLocalAddress(from.listener().local().getAddress());
    r.setLocalPort(from.listener().local().getPort());
    return r;
  }

  /** The key of the transaction, for a CANCEL that of its INVITE. */
  String key() {
    return getTopmostVia().getBranch();
  }

  SipRequest request() {
    return request;
  }

  boolean isOurs() {
    return bytes != null;
  }

  Sender sender() {
    return sender;
  }

  Hop hop() {
    return new HopImpl(
        sender.peer().getHostAddress(), sender.flow().remotePort(), sender.flow().transport());
  }

  /** The transaction lives for 32 s after the body was handed on: do not keep it for so long. */
  void dropBody() {
    request = request.withBody(Body.NONE);
  }

  /** A transaction was made for this request; see {@link Engine#began}. */
  void hold() {
    if (permit != null) {
      permit.holdForTransaction();
    }
  }

  /** True if this was asked before: a sweep has passed by. */
  boolean isOverdue() {
    boolean before = swept;
    swept = true;
    return before;
  }

  /** Its transaction is answered or over; may be said more than once. */
  void settle() {
    if (permit != null) {
      permit.release();
    }
  }

  /** A CANCEL waits for the first provisional answer. RFC 3261 section 9.1. */
  void wantCancel() {
    cancelWanted = true;
  }

  /** True once if a CANCEL waits. */
  synchronized boolean takeCancel() {
    boolean wanted = cancelWanted;
    cancelWanted = false;
    return wanted;
  }

  /**
   * The key under which JAIN-SIP keeps the transaction of a request that came in, or would keep it.
   */
  static String key(SipRequest request) {
    org.confocal.sip.message.Via via = request.topVia().orElseThrow();
    String branch = via.branch().orElse("");
    return isUnique(branch)
        ? key(request.method(), via, branch.substring(COOKIE.length()))
        : key(
            request.method(),
            via,
            oldKey(request.callId(), request.from(), request.cseq().number()));
  }

  /** The same from a look at a request; empty if its fields are too broken for it. */
  static Optional<String> key(MessageHead head) {
    Optional<org.confocal.sip.message.Via> via = head.topVia();
    if (via.isEmpty()) {
      return Optional.empty();
    }
    String branch = via.get().branch().orElse("");
    if (isUnique(branch)) {
      return Optional.of(key(head.method(), via.get(), branch.substring(COOKIE.length())));
    }
    try {
      NameAddress from = NameAddress.parse(head.from().orElse(""));
      long number = org.confocal.sip.message.CSeq.parse(head.cseq().orElse("")).number();
      String what = oldKey(head.callId().orElse(""), from, number);
      return Optional.of(key(head.method(), via.get(), what));
    } catch (WireFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isUnique(String branch) {
    return branch.regionMatches(true, 0, COOKIE, 0, COOKIE.length());
  }

  private static String oldKey(String callId, NameAddress from, long number) {
    return callId + "," + from.tag().orElse("") + "," + number;
  }

  private static String key(String requestMethod, org.confocal.sip.message.Via via, String what) {
    String sentBy = via.sentBy().write();
    boolean invite = requestMethod.equals("ACK") || requestMethod.equals("CANCEL");
    String method = invite ? "INVITE" : requestMethod;
    return (COOKIE + what + "," + sentBy + "," + method).toLowerCase(Locale.ROOT);
  }

  private void fill(String transport, String branch) {
    try {
      setRequestLine(new RequestLine(new GenericURI(NO_URI), request.method()));
      addFirst(via(request.topVia().orElseThrow(), transport, branch));
      From from = new From();
      from.setAddress(noAddress());
      if (request.from().tag().isPresent()) {
        from.setTag(tag(request.from().tag().get()));
      }
      setHeader(from);
      fillCommon(this, request);
      setHeader(new MaxForwards(70));
    } catch (ParseException | SipException | InvalidArgumentException e) {
      throw new IllegalStateException(e);
    }
  }

  static void fillCommon(SIPMessage message, SipMessage from)
      throws ParseException, InvalidArgumentException {
    To to = new To();
    to.setAddress(noAddress());
    if (from.to().tag().isPresent()) {
      to.setTag(tag(from.to().tag().get()));
    }
    // JAIN-SIP copies the To of an answer into the ACK of a failed INVITE: remember how it was
    // written
    to.setParameter(WRITTEN, from.headers().first("To").orElseThrow());
    message.setHeader(to);
    CallID callId = new CallID();
    callId.setCallId(from.callId());
    message.setHeader(callId);
    message.setHeader(new CSeq(from.cseq().number(), from.cseq().method()));
  }

  /**
   * JAIN-SIP takes tokens only; some clients write other tags, and those are compared all the same.
   */
  static String tag(String asWritten) {
    return TOKEN.matcher(asWritten).matches()
        ? asWritten
        : "x" + HexFormat.of().formatHex(asWritten.getBytes(StandardCharsets.UTF_8));
  }

  static AddressImpl noAddress() throws ParseException {
    AddressImpl address = new AddressImpl();
    address.setURI(new GenericURI(NO_URI));
    return address;
  }

  static Via via(org.confocal.sip.message.Via from, String transport, String branch)
      throws ParseException {
    Via via = new Via();
    via.setTransport(transport.toUpperCase(Locale.ROOT));
    HostPort sentBy = new HostPort();
    sentBy.setHost(new Host(from.sentBy().host()));
    if (from.sentBy().port() > 0) {
      sentBy.setPort(from.sentBy().port());
    }
    via.setSentBy(sentBy);
    via.setBranch(branch);
    if (from.received().isPresent()) {
      via.setParameter(Via.RECEIVED, from.received().get());
    }
    if (from.rport().isPresent()) {
      via.setParameter(Via.RPORT, from.rport().get().toString());
    }
    return via;
  }

  @Override
  public void checkHeaders() {
    // the parser of ours has done it; JAIN-SIP would ask for headers that this object does not have
  }

  @Override
  public byte[] encodeAsBytes(String transport) {
    return bytes == null ? request.toBytes() : bytes.clone();
  }

  /** JAIN-SIP makes its 100 and some 200s itself: they go out in the words of the real request. */
  @Override
  public SIPResponse createResponse(int statusCode, @Nullable String reasonPhrase) {
    String reason = reasonPhrase == null ? SIPResponse.getReasonPhrase(statusCode) : reasonPhrase;
    org.confocal.sip.message.SipResponse response =
        request.response(statusCode, reason == null ? "" : reason);
    return WireResponse.outgoing(
        statusCode == 100 ? response : response.withToTag(Tokens.tag()), this);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    throw new IOException("not serializable");
  }
}
