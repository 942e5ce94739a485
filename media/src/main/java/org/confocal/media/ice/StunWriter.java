package org.confocal.media.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one STUN message after another, each from index 0 of a buffer. The order is: {@code
 * begin}, attributes, {@code integrity}, {@code fingerprint}, {@code end}. RFC 8489 section 14.
 *
 * <p>A message that does not fit the buffer ends in {@link IndexOutOfBoundsException}: the owner
 * sizes the buffer by {@link #MAX_ANSWER}.
 */
public final class StunWriter {

  /** Bytes that suffice for any answer of an agent. */
  public static final int MAX_ANSWER = 704;

  private final StunChecksums checksums;
  private final AddressBytes addresses = new AddressBytes();
  private ByteBuffer out = ByteBuffer.allocate(0);
  private StunDialect dialect = StunDialect.STANDARD;
  private int position;

  public StunWriter(StunChecksums checksums) {
    this.checksums = checksums;
  }

  /** Begins a response: it has the transaction id and the dialect of its request. */
  StunWriter begin(ByteBuffer target, int type, StunMessage request) {
    begin(target, type, request.dialect());
    for (int word = 0; word < StunMessage.TRANSACTION_LENGTH / 4; word++) {
      target.putInt(4 + 4 * word, request.transactionWord(word));
    }
    return this;
  }

  /**
   * Begins a message with a transaction id of its own.
   *
   * @param transactionHigh half of 128 bits; in the standard dialect the first 32 are the cookie
   * @param transactionLow the other half
   */
  StunWriter begin(
      ByteBuffer target, int type, StunDialect spoken, long transactionHigh, long transactionLow) {
    begin(target, type, spoken);
    target.putLong(4, transactionHigh);
    target.putLong(12, transactionLow);
    return this;
  }

  private void begin(ByteBuffer target, int type, StunDialect spoken) {
    out = target;
    dialect = spoken;
    out.clear();
    out.putShort(0, (short) type);
    position = StunMessage.HEADER_LENGTH;
  }

  StunWriter username(byte[] name) {
    int value = attribute(StunAttribute.USERNAME, name.length);
    out.put(value, name);
    return this;
  }

  /** Repeats the user name of a request, which must have one. */
  StunWriter usernameOf(StunMessage request) {
    int value = attribute(StunAttribute.USERNAME, request.usernameLength());
    for (int i = 0; i < request.usernameLength(); i++) {
      out.put(value + i, request.usernameByte(i));
    }
    return this;
  }

  StunWriter xorMappedAddress(InetSocketAddress address) {
    return address(StunAttribute.XOR_MAPPED_ADDRESS, address, true);
  }

  StunWriter mappedAddress(InetSocketAddress address) {
    return address(StunAttribute.MAPPED_ADDRESS, address, false);
  }

  private StunWriter address(int type, InetSocketAddress address, boolean veiled) {
    byte[] bytes = addresses.of(address);
    int value = attribute(type, 4 + bytes.length);
    int portVeil = veiled ? out.getShort(4) : 0;
    out.put(value, (byte) 0);
    out.put(value + 1, (byte) (bytes.length == 4 ? 1 : 2));
    out.putShort(value + 2, (short) (address.getPort() ^ portVeil));
    for (int i = 0; i < bytes.length; i++) {
      int veil = veiled ? out.get(4 + i) : 0;
      out.put(value + 4 + i, (byte) (bytes[i] ^ veil));
    }
    return this;
  }

  /** RFC 3489 section 11.2.9 wants the phrase filled with spaces to a multiple of four bytes. */
  StunWriter error(StunError error) {
    int phrase = error.reasonLength();
    int filled = dialect == StunDialect.OCS_2007 ? (phrase + 3) & ~3 : phrase;
    int value = attribute(StunAttribute.ERROR_CODE, 4 + filled);
    out.putInt(value, ((error.code() / 100) << 8) | (error.code() % 100));
    for (int i = 0; i < filled; i++) {
      out.put(value + 4 + i, i < phrase ? error.reasonByte(i) : (byte) ' ');
    }
    return this;
  }

  /**
   * Names what was not understood. RFC 3489 section 11.2.10 has no padding: there an odd number is
   * made even by a repetition.
   */
  StunWriter unknownAttributes(StunMessage request) {
    int count = request.unknownAttributes();
    boolean repeat = dialect == StunDialect.OCS_2007 && count % 2 == 1;
    int told = repeat ? count + 1 : count;
    int value = attribute(StunAttribute.UNKNOWN_ATTRIBUTES, 2 * told);
    for (int i = 0; i < told; i++) {
      out.putShort(value + 2 * i, (short) request.unknownAttribute(i < count ? i : 0));
    }
    return this;
  }

  StunWriter priority(int priority) {
    out.putInt(attribute(StunAttribute.PRIORITY, 4), priority);
    return this;
  }

  StunWriter useCandidate() {
    attribute(StunAttribute.USE_CANDIDATE, 0);
    return this;
  }

  StunWriter iceControlling(long tieBreaker) {
    out.putLong(attribute(StunAttribute.ICE_CONTROLLING, 8), tieBreaker);
    return this;
  }

  StunWriter iceControlled(long tieBreaker) {
    out.putLong(attribute(StunAttribute.ICE_CONTROLLED, 8), tieBreaker);
    return this;
  }

  /**
   * Signs what is written so far.
   *
   * @param key null writes nothing: some errors are told without it
   */
  StunWriter integrity(@Nullable IntegrityKey key) {
    if (key != null) {
      int before = position;
      int value = attribute(StunAttribute.MESSAGE_INTEGRITY, StunAttribute.INTEGRITY_SIZE);
      checksums.sign(out, before, value, dialect, key);
    }
    return this;
  }

  StunWriter fingerprint() {
    int before = position;
    int value = attribute(StunAttribute.FINGERPRINT, StunAttribute.FINGERPRINT_SIZE);
    out.putInt(value, checksums.fingerprint(out, 0, before));
    return this;
  }

  /**
   * Makes the buffer ready to be sent: from position 0 to the limit.
   *
   * @return the bytes of the message
   */
  int end() {
    out.position(0).limit(position);
    return position;
  }

  /** Makes room for an attribute and keeps the length in the header right. */
  private int attribute(int type, int size) {
    int value = position + 4;
    out.putShort(position, (short) type);
    out.putShort(position + 2, (short) size);
    position = value + dialect.padded(size);
    for (int i = value + size; i < position; i++) {
      out.put(i, (byte) 0);
    }
    out.putShort(2, (short) (position - StunMessage.HEADER_LENGTH));
    return value;
  }
}
