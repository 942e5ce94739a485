package org.confocal.sip.kit;

/** Requests as a client would write them. */
public final class SipTexts {
  private SipTexts() {}

  /** A request of one kind with a fresh branch, without body. */
  public static String request(String method, String callId, int cseq, String via, String extra) {
    return """
    %s sip:9000@127.0.0.1 SIP/2.0
    Via: %s
    Max-Forwards: 70
    From: "Ada" <sip:ada@example.test>;tag=a1
    To: <sip:9000@127.0.0.1>
    Call-ID: %s
    CSeq: %d %s
    Contact: <sip:ada@127.0.0.1:5999>
    %sContent-Length: 0

    """
        .formatted(method, via, callId, cseq, method, extra.isEmpty() ? "" : extra + "\n");
  }

  public static String viaUdp(int port, String branch) {
    return "SIP/2.0/UDP 127.0.0.1:" + port + ";rport;branch=z9hG4bK" + branch;
  }

  public static String viaTcp(int port, String branch) {
    return "SIP/2.0/TCP 127.0.0.1:" + port + ";branch=z9hG4bK" + branch;
  }
}
