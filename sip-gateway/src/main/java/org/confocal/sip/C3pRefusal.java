package org.confocal.sip;

import org.confocal.engine.Rejection;
import org.confocal.wire.c3p.C3pFormatException;

/** A conference control request that is refused by the edge itself; nobody else hears of it. */
final class C3pRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RejectionMapping.Codes codes;
  private final String text;

  private C3pRefusal(RejectionMapping.Codes codes, String text) {
    super(text);
    this.codes = codes;
    this.text = text;
  }

  /**
   * @param text for a person; names the value and what was expected
   */
  static C3pRefusal of(C3pFault fault, String text) {
    return new C3pRefusal(RejectionMapping.codes(fault), text);
  }

  static C3pRefusal of(Rejection.Reason reason, String text) {
    return new C3pRefusal(RejectionMapping.codes(reason), text);
  }

  /** What cannot be read: all of it, or what stands in a command that we know. */
  static C3pRefusal malformed(C3pFormatException e) {
    C3pFault fault =
        e.envelope()
            .map(c -> c.commandName().equals("addUser") ? C3pFault.BAD_USER : C3pFault.BAD_COMMAND)
            .orElse(C3pFault.NOT_PARSED);
    return of(fault, String.valueOf(e.getMessage()));
  }

  RejectionMapping.Codes codes() {
    return codes;
  }

  String text() {
    return text;
  }
}
