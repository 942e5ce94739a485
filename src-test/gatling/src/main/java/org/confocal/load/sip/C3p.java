package org.confocal.load.sip;

/** C3P requests as text (the conference control protocol of Office Communications Server). */
public final class C3p {
  /** Content type of all of them. */
  public static final String TYPE = "application/cccp+xml";

  private static final String NAMESPACES =
      " xmlns=\"urn:ietf:params:xml:ns:cccp\""
          + " xmlns:mscp=\"http://schemas.microsoft.com/rtc/2005/08/cccpextensions\""
          + " xmlns:ci=\"urn:ietf:params:xml:ns:conference-info\""
          + " xmlns:msci=\"http://schemas.microsoft.com/rtc/2005/08/confinfoextensions\"";

  private C3p() {}

  /** A request around a command. All three may have EL. */
  public static String request(String from, String to, String command) {
    return "<request%s C3PVersion=\"1\" requestId=\"1\" from=\"%s\" to=\"%s\">%s</request>"
        .formatted(NAMESPACES, from, to, command);
  }

  /** The command by which a user joins a conference. */
  public static String addUser(String conference, String user) {
    return """
        <addUser><conferenceKeys confEntity="%s"/><ci:user entity="%s"><ci:roles>\
        <ci:entry>attendee</ci:entry></ci:roles></ci:user></addUser>"""
        .formatted(conference, user);
  }

  /**
   * The command by which a focus factory schedules a meeting that users may join.
   *
   * @param id 8 to 32 letters and digits
   */
  public static String addConference(String id) {
    return """
        <addConference><ci:conference-info entity=""><ci:conference-description>\
        <ci:subject>Load</ci:subject><msci:conference-id>%s</msci:conference-id>\
        <msci:admission-policy>openAuthenticated</msci:admission-policy>\
        </ci:conference-description><msci:conference-view>\
        <msci:entity-view entity="chat"/><msci:entity-view entity="audio-video"/>\
        </msci:conference-view></ci:conference-info></addConference>"""
        .formatted(id);
  }

  /** The command by which a focus factory deletes a meeting. */
  public static String deleteConference(String conference) {
    return "<deleteConference><conferenceKeys confEntity=\"%s\"/></deleteConference>"
        .formatted(conference);
  }
}
