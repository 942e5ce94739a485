package org.confocal.sip.kit;

/** C3P requests as clients write them; each has a {@code from}, a {@code to} and a command. */
public final class C3pTexts {
  public static final String DANA = "sip:dana@example.test";
  public static final String RAVI = "sip:ravi@example.test";
  public static final String FACTORY = DANA + ";gruu;opaque=app:conf:focusfactory";
  public static final String FOCUS = mcu("focus");
  public static final String CHAT = mcu("chat");
  public static final String AUDIO = mcu("audio-video");
  public static final String GUID = "{2337A5B1-BB6A-6757-68BB-B3727AAB331B}";

  private C3pTexts() {}

  /** The URI of an MCU of the conference, or of its focus. */
  public static String mcu(String word) {
    return DANA + ";gruu;opaque=app:conf:" + word + ":id:7F3A9C20B1D84E6F";
  }

  public static String request(String from, String to, String command) {
    return """
    <?xml version="1.0"?>
    <request xmlns="urn:ietf:params:xml:ns:cccp"
        xmlns:mscp="http://schemas.microsoft.com/rtc/2005/08/cccpextensions"
        xmlns:ci="urn:ietf:params:xml:ns:conference-info"
        xmlns:msci="http://schemas.microsoft.com/rtc/2005/08/confinfoextensions"
        C3PVersion="1" requestId="41" from="%s" to="%s">%s</request>
    """
        .formatted(from, to, command);
  }

  /** A join of the focus. */
  public static String join(String user) {
    return addUser(
        "", user, "<ci:endpoint entity=\"" + GUID + "\"><msci:clientInfo/></ci:endpoint>");
  }

  /** An addUser for an MCU. */
  public static String addUser(String attributes, String user, String inUser) {
    return """
    <addUser %s><conferenceKeys confEntity="%s"/><ci:user entity="%s">
    <ci:roles><ci:entry>attendee</ci:entry></ci:roles>%s</ci:user></addUser>
    """
        .formatted(attributes, FOCUS, user, inUser);
  }

  public static String mcuUri(String uri) {
    return "mscp:mcuUri=\"" + uri + "\"";
  }

  public static String endpoint(String attributes, String joiningMethod) {
    return "<ci:endpoint entity=\""
        + GUID
        + "\" "
        + attributes
        + "><ci:joining-method>"
        + joiningMethod
        + "</ci:joining-method></ci:endpoint>";
  }

  public static String lock(String locked) {
    return "<modifyConferenceLock><conferenceKeys confEntity=\""
        + FOCUS
        + "\"/><locked>"
        + locked
        + "</locked></modifyConferenceLock>";
  }

  public static String role(String user, String role) {
    return """
    <modifyUserRoles><userKeys confEntity="%s" userEntity="%s"/>
    <ci:user-roles><ci:entry>%s</ci:entry></ci:user-roles></modifyUserRoles>
    """
        .formatted(FOCUS, user, role);
  }

  public static String mute(String mcuUri, String mediaId, String inMedia) {
    return """
    <modifyEndpointMedia mscp:mcuUri="%s">
    <mediaKeys confEntity="%s" userEntity="%s" endpointEntity="%s" mediaId="%s"/>
    <ci:media id="1"><ci:type>audio</ci:type>%s</ci:media></modifyEndpointMedia>
    """
        .formatted(mcuUri, FOCUS, RAVI, GUID, mediaId, inMedia);
  }

  /** A modifyConference of a running conference, or of a record. */
  public static String modify(String attributes, String inInfo) {
    return """
    <modifyConference><ci:conference-info entity="%s" %s>%s</ci:conference-info></modifyConference>
    """
        .formatted(FOCUS, attributes, inInfo);
  }

  public static String add(String inDescription, String more) {
    return """
    <addConference><ci:conference-info entity=""><ci:conference-description>%s
    </ci:conference-description>%s</ci:conference-info></addConference>
    """
        .formatted(inDescription, more);
  }
}
