package org.confocal.load.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.confocal.load.client.SipSettings;

/** The entry: everything that a simulation needs of SIP, to be imported statically. */
public final class SipDsl {
  static final String STATUS = "status";

  /** The protocol, to be told its target: {@code sip.target("127.0.0.1:5060")}. */
  public static final SipProtocolBuilder sip =
      new SipProtocolBuilder(
          SipSettings.towards(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060)),
          "load",
          "");

  /** The prefixes that {@link #xpath(String)} knows. */
  public static final Map<String, String> NAMESPACES =
      Map.of(
          "c3p", "urn:ietf:params:xml:ns:cccp",
          "ci", "urn:ietf:params:xml:ns:conference-info",
          "mscp", "http://schemas.microsoft.com/rtc/2005/08/cccpextensions",
          "msci", "http://schemas.microsoft.com/rtc/2005/08/confinfoextensions");

  private SipDsl() {}

  /** An action; the name is the one that the report shows. */
  public static SipActions sip(String name) {
    return new SipActions(name);
  }

  /** The status of an answer. */
  public static SipFind status() {
    return new SipFind(
        STATUS,
        i ->
            i.message().isRequest()
                ? Optional.empty()
                : Optional.of(Integer.toString(i.message().status())));
  }

  /** The first header of this name. */
  public static SipFind header(String name) {
    return new SipFind("header " + name, i -> i.message().header(name));
  }

  /** The text of the body. */
  public static SipFind body() {
    return new SipFind(
        "body",
        i -> i.message().body().isEmpty() ? Optional.empty() : Optional.of(i.message().body()));
  }

  /** The first node of a path in an XML body; prefixes as in {@link #NAMESPACES}. */
  public static SipFind xpath(String path) {
    return xpath(path, NAMESPACES);
  }

  /** The first node of a path in an XML body. */
  public static SipFind xpath(String path, Map<String, String> namespaces) {
    Map<String, String> known = Map.copyOf(namespaces);
    return new SipFind("xpath " + path, i -> i.xpath(path, known));
  }
}
