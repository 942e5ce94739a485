package org.confocal.sip.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.confocal.wire.WireFormatException;

/**
 * One Via value. {@code branch} may be missing: clients of the OCS generation leave it out.
 *
 * @param transport as written ({@code UDP}, {@code tcp}, ...)
 *     <p>RFC 3261 section 20.42; RFC 3581 (rport).
 */
public record Via(String transport, HostPort sentBy, Params params) {
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /** What the branch of every sender that follows RFC 3261 begins with. */
  public static final String MAGIC_COOKIE = "z9hG4bK";

  private static final String SECTION = "RFC 3261 20.42";

  public Optional<String> branch() {
    return params.get("branch").filter(b -> !b.isEmpty());
  }

  public Optional<String> received() {
    return params.get("received").filter(r -> !r.isEmpty());
  }

  /**
   * The port that the receiver filled in; empty when the parameter is missing or still without
   * value.
   */
  public Optional<Integer> rport() {
    return params
        .get("rport")
        .filter(p -> PORT.matcher(p).matches())
        .map(Integer::valueOf)
        .filter(p -> p > 0 && p < 65536);
  }

  public boolean wantsRport() {
    return params.has("rport");
  }

  /**
   * What the receiver of a request notes down: the source address if it differs from sent-by or
   * rport is wanted, and the source port if rport is wanted. RFC 3261 section 18.2.1, RFC 3581
   * section 4.
   *
   * @param sourceHost an address without brackets
   */
  public Via receivedFrom(String sourceHost, int sourcePort) {
    Params p = params;
    if (wantsRport()) {
      p = p.with("rport", Integer.toString(sourcePort));
    }
    if (wantsRport() || !sentBy.plainHost().equalsIgnoreCase(sourceHost)) {
      p = p.with("received", sourceHost);
    }
    return new Via(transport, sentBy, p);
  }

  public String write() {
    return "SIP/2.0/" + transport + " " + sentBy.write() + params.write();
  }

  public static Via parse(String text) throws WireFormatException {
    String t = text.strip();
    String[] protocol = t.split("/", 3);
    if (protocol.length < 3
        || !protocol[0].strip().equalsIgnoreCase("SIP")
        || !protocol[1].strip().equals("2.0")) {
      throw new WireFormatException(t, "SIP/2.0/TRANSPORT", SECTION);
    }
    String rest = protocol[2].strip();
    int blank = 0;
    while (blank < rest.length() && rest.charAt(blank) > ' ') {
      blank++;
    }
    String transport = rest.substring(0, blank);
    if (!Text.isToken(transport)) {
      throw new WireFormatException(t, "a transport", SECTION);
    }
    String after = rest.substring(blank);
    int semicolon = after.indexOf(';');
    HostPort sentBy = HostPort.parse(semicolon < 0 ? after : after.substring(0, semicolon));
    return new Via(
        transport, sentBy, semicolon < 0 ? Params.NONE : Params.parse(after.substring(semicolon)));
  }

  /** True if the transport is the named one, whatever the case of its letters. */
  public boolean isOver(String name) {
    return transport.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
  }
}
