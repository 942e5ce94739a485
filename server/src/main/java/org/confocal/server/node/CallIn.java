package org.confocal.server.node;

/** What a phone dials. */
public final class CallIn {
  private static final String DEFAULT_PORT = ":5060";

  private CallIn() {}

  /**
   * The URI of a number.
   *
   * @param place host, with or without a port; 5060 is left out
   */
  public static String uri(String number, String place) {
    String host =
        place.endsWith(DEFAULT_PORT)
            ? place.substring(0, place.length() - DEFAULT_PORT.length())
            : place;
    return "sip:" + number + "@" + host;
  }
}
