package org.confocal.sip.message;

import org.confocal.wire.WireFormatException;

/** Parsing of fields that were found to be right when their message was made. */
final class Checked {
  private Checked() {}

  static NameAddress nameAddress(Header header) {
    try {
      if (header.parsed instanceof NameAddress known) {
        return known;
      }
      NameAddress address = NameAddress.parse(header.value());
      header.parsed = address;
      return address;
    } catch (WireFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static CSeq cseq(Header header) {
    try {
      if (header.parsed instanceof CSeq known) {
        return known;
      }
      CSeq cseq = CSeq.parse(header.value());
      header.parsed = cseq;
      return cseq;
    } catch (WireFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static Via via(Header header) {
    try {
      if (header.parsed instanceof Via known) {
        return known;
      }
      Via via = Via.parse(header.value());
      header.parsed = via;
      return via;
    } catch (WireFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The fields that every message needs. RFC 3261 section 8.1.1. */
  static void mandatory(SipHeaders headers) {
    nameAddress(needed(headers, "From"));
    nameAddress(needed(headers, "To"));
    cseq(needed(headers, "CSeq"));
    if (needed(headers, "Call-ID").value().isEmpty()) {
      throw wrong("an empty Call-ID", "a Call-ID");
    }
    headers.firstHeader("Via").ifPresent(Checked::via);
  }

  static Header needed(SipHeaders headers, String name) {
    return headers
        .firstHeader(name)
        .orElseThrow(() -> wrong("no " + name, "From, To, Call-ID and CSeq"));
  }

  private static IllegalArgumentException wrong(String got, String expected) {
    WireFormatException why = new WireFormatException(got, expected, "RFC 3261 8.1.1");
    return new IllegalArgumentException(why.getMessage(), why);
  }
}
