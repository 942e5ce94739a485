package org.confocal.wire.presence;

/** The namespaces of contacts and presence. MS-SIP 2.2; MS-PRES 2.2.1; RFC 3863 section 4. */
final class PresenceNamespaces {
  static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
  static final String CONTACTS = "http://schemas.microsoft.com/winrtc/2002/11/sip";
  static final String PUBLISH = "http://schemas.microsoft.com/2006/09/sip/rich-presence";
  static final String CATEGORIES = "http://schemas.microsoft.com/2006/09/sip/categories";
  static final String STATE = "http://schemas.microsoft.com/2006/09/sip/state";
  static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  static final String ROAMING_SELF = "http://schemas.microsoft.com/2006/09/sip/roaming-self";
  static final String CONTAINERS = "http://schemas.microsoft.com/2006/09/sip/containers";
  static final String SUBSCRIBERS = "http://schemas.microsoft.com/2006/09/sip/presence-subscribers";
  static final String PROVISIONING =
      "http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification";
  static final String BATCH = "http://schemas.microsoft.com/2006/01/sip/batch-subscribe";
  static final String FAULT = "http://schemas.microsoft.com/2006/09/sip/fault";
  static final String PIDF = "urn:ietf:params:xml:ns:pidf";

  private PresenceNamespaces() {}
}
