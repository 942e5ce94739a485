package org.confocal.wire.c3p;

import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.XmlLimits;

/**
 * A response.
 *
 * @param requestId that of the request
 * @param from who was asked: the request's {@code to}
 * @param to who asked: the request's {@code from}
 * @param answer a {@link C3pAnswer.Failed} if, and only if, the code is {@link Code#FAILURE}
 *     <p>MS-CONFPRO 2.2.3.
 */
public record C3pResponse(String requestId, String from, String to, Code code, C3pAnswer answer) {
  public C3pResponse {
    new C3pEnvelope(requestId, from, to, answer.commandName()); // checks
    if ((code == Code.FAILURE) != (answer instanceof C3pAnswer.Failed)) {
      throw new IllegalArgumentException(
          code + " with " + answer + " (expected: failure and failed together)");
    }
  }

  public static C3pResponse success(C3pEnvelope request, C3pAnswer answer) {
    return new C3pResponse(request.requestId(), request.to(), request.from(), Code.SUCCESS, answer);
  }

  /**
   * Says that a command was refused or went wrong.
   *
   * @param reason one of {@link C3pReasons}
   */
  public static C3pResponse failure(C3pEnvelope request, String reason) {
    return new C3pResponse(
        request.requestId(),
        request.to(),
        request.from(),
        Code.FAILURE,
        new C3pAnswer.Failed(request.commandName(), reason));
  }

  public static C3pResponse pending(C3pEnvelope request) {
    return new C3pResponse(
        request.requestId(),
        request.to(),
        request.from(),
        Code.PENDING,
        new C3pAnswer.Empty(request.commandName()));
  }

  /** Reads a response within {@link XmlLimits#DEFAULT}. */
  public static C3pResponse read(byte[] body) throws WireFormatException {
    return read(body, XmlLimits.DEFAULT);
  }

  /**
   * Reads a response. What answers a command in a layout that is not known comes as {@link
   * C3pAnswer.Empty}.
   *
   * @throws WireFormatException if it is no response
   */
  public static C3pResponse read(byte[] body, XmlLimits limits) throws WireFormatException {
    return C3pResponseReader.read(body, limits);
  }

  /** The XML text, to be sent as UTF-8. */
  public String write() {
    return C3pResponseWriter.write(this);
  }
}
