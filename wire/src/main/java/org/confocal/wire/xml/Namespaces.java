package org.confocal.wire.xml;

/** The namespaces of conference control. MS-CONFBAS 2.2.1; RFC 4575 section 8; RFC 3994. */
public final class Namespaces {
  /** C3P requests and responses. */
  public static final String C3P = "urn:ietf:params:xml:ns:cccp";

  /** What Microsoft added to C3P; usual prefix {@code mscp}. */
  public static final String C3P_EXTENSIONS =
      "http://schemas.microsoft.com/rtc/2005/08/cccpextensions";

  /** RFC 4575 rosters; usual prefix {@code ci}. */
  public static final String CONFERENCE_INFO = "urn:ietf:params:xml:ns:conference-info";

  /** What Microsoft added to rosters; usual prefix {@code msci}. */
  public static final String CONFERENCE_INFO_EXTENSIONS =
      "http://schemas.microsoft.com/rtc/2005/08/confinfoextensions";

  /** What we add to rosters, for all clients; RFC 4575 section 4.1 lets others skip it. */
  public static final String CONFOCAL = "urn:confocal:conference-info";

  /** Typing notices. */
  public static final String IS_COMPOSING = "urn:ietf:params:xml:ns:im-iscomposing";

  private Namespaces() {}
}
