package org.confocal.wire.im;

import java.util.ArrayList;
import java.util.List;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlReader;
import org.confocal.wire.xml.XmlValues;
import org.confocal.wire.xml.XmlWriter;

/**
 * What became of a message that the IM MCU took for many. The sender knows it by the header {@code
 * Message-Id} of the answer to his message. No namespace is known, so none is written and any is
 * read.
 *
 * @param recipients those that are told about; clients show those that failed. MS-CONFIM
 */
public record DeliveryReport(String messageId, List<Recipient> recipients) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/ms-imdn+xml";

  private static final String SECTION = "MS-CONFIM, delivery notification";

  public DeliveryReport {
    recipients = List.copyOf(recipients);
    if (!XmlValues.isWord(messageId)) {
      throw new IllegalArgumentException("message id: " + messageId + " (expected: a word)");
    }
  }

  /**
   * One recipient.
   *
   * @param status as in SIP, 0 to 699; 0 and 300 upwards mean that the message did not arrive
   */
  public record Recipient(String uri, int status) {
    public Recipient {
      if (!XmlValues.isWord(uri) || status < 0 || status > 699) {
        throw new IllegalArgumentException(
            "recipient: " + uri + " " + status + " (expected: a URI and 0 to 699)");
      }
    }

    public boolean arrived() {
      return status > 0 && status < 300;
    }
  }

  /**
   * Reads a report.
   *
   * @throws WireFormatException if it is none
   */
  public static DeliveryReport read(byte[] body) throws WireFormatException {
    XmlElement root = XmlReader.read(body);
    if (!root.name().equals("imdn")) {
      throw new WireFormatException(root.name(), "imdn", SECTION);
    }
    List<Recipient> recipients = new ArrayList<>();
    for (XmlElement r : root.children("recipient")) {
      String status = r.only("status", SECTION).trimmed();
      if (!status.matches("[0-6]?[0-9]{1,2}")) {
        throw new WireFormatException(status, "0 to 699", SECTION);
      }
      recipients.add(
          new Recipient(
              XmlValues.word(r.required("uri", SECTION), SECTION), Integer.parseInt(status)));
    }
    return new DeliveryReport(
        XmlValues.word(root.only("message-id", SECTION).text(), SECTION), recipients);
  }

  /** The XML text, to be sent as UTF-8. */
  public String write() {
    XmlWriter out = new XmlWriter().open("imdn").element("message-id", messageId);
    for (Recipient r : recipients) {
      out.open("recipient")
          .attribute("uri", r.uri())
          .element("status", Integer.toString(r.status()))
          .close();
    }
    return out.close().toXml();
  }
}
