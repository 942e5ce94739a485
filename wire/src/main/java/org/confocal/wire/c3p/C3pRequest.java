package org.confocal.wire.c3p;

import org.confocal.wire.xml.XmlLimits;

/**
 * A request.
 *
 * @param requestId opaque, unique among the open requests of a dialog only
 * @param from URI of the sender
 * @param to URI of the focus factory or the focus
 *     <p>MS-CONFPRO 2.2.3.
 */
public record C3pRequest(String requestId, String from, String to, C3pCommand command) {
  /** The media type of requests and responses. */
  public static final String MEDIA_TYPE = "application/cccp+xml";

  public C3pRequest {
    new C3pEnvelope(requestId, from, to, command.name()); // checks
  }

  /** Reads a request within {@link XmlLimits#DEFAULT}. */
  public static C3pRequest read(byte[] body) throws C3pFormatException {
    return read(body, XmlLimits.DEFAULT);
  }

  /**
   * Reads a request. A command of unknown name is no error: it comes as {@link C3pCommand.Unknown}.
   *
   * @throws C3pFormatException for all else that is not as it should be
   */
  public static C3pRequest read(byte[] body, XmlLimits limits) throws C3pFormatException {
    return C3pRequestReader.read(body, limits);
  }

  /** What an answer needs. */
  public C3pEnvelope envelope() {
    return new C3pEnvelope(requestId, from, to, command.name());
  }

  /** The XML text, to be sent as UTF-8. */
  public String write() {
    return C3pRequestWriter.write(this);
  }
}
