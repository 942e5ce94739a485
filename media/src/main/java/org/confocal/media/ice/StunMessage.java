package org.confocal.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A window on one STUN message in a buffer; the buffer stays the caller's. RFC 8489 section 5.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     message type          |         message length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |             magic cookie (transaction id in RFC 3489)         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 transaction id (96 bits)                      |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |   attributes: type(16) length(16) value, padded to 32 bits    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Of an attribute that comes twice the first counts. What follows MESSAGE-INTEGRITY is not
 * protected by it and is not looked at, but for FINGERPRINT (RFC 8489 section 14.5).
 */
public final class StunMessage {

  public static final int HEADER_LENGTH = 20;

  /** Larger messages are refused; a check has about 100 bytes. */
  public static final int MAX_LENGTH = 1280;

  public static final int MAGIC_COOKIE = 0x2112A442;

  static final int BINDING_REQUEST = 0x0001;
  static final int BINDING_INDICATION = 0x0011;
  static final int BINDING_SUCCESS = 0x0101;
  static final int BINDING_ERROR = 0x0111;

  static final int TRANSACTION_LENGTH = 16;
  static final int MAX_USERNAME = 513;

  /** More attributes make a message malformed. */
  static final int MAX_ATTRIBUTES = 32;

  /** So many unknown attributes are remembered; an answer names no more. */
  static final int MAX_UNKNOWN = 8;

  private static final int NONE = -1;

  private final int[] unknown = new int[MAX_UNKNOWN];
  private ByteBuffer buffer = ByteBuffer.allocate(HEADER_LENGTH);
  private StunDialect dialect = StunDialect.STANDARD;
  private int offset;
  private int length = HEADER_LENGTH;
  private int username = NONE;
  private int usernameLength;
  private int integrity = NONE;
  private int fingerprint = NONE;
  private int priority = NONE;
  private int controlled = NONE;
  private int controlling = NONE;
  private int errorCode = NONE;
  private int xorMapped = NONE;
  private int mapped = NONE;
  private boolean useCandidate;
  private int unknownCount;

  /**
   * Looks at a datagram. On {@code false} the window must not be read.
   *
   * @return whether the bytes are exactly one well-formed STUN message of at most {@link
   *     #MAX_LENGTH} bytes; checksums are not looked at
   */
  public boolean wrap(ByteBuffer datagram, int start, int size, StunDialect spoken) {
    buffer = datagram;
    dialect = spoken;
    offset = start;
    length = size;
    forget();
    return headerFits() && readAttributes();
  }

  private void forget() {
    username = NONE;
    usernameLength = 0;
    integrity = NONE;
    fingerprint = NONE;
    priority = NONE;
    controlled = NONE;
    controlling = NONE;
    errorCode = NONE;
    xorMapped = NONE;
    mapped = NONE;
    useCandidate = false;
    unknownCount = 0;
  }

  private boolean headerFits() {
    if (length < HEADER_LENGTH || length > MAX_LENGTH || (buffer.get(offset) & 0xC0) != 0) {
      return false;
    }
    int body = u16(offset + 2);
    if (HEADER_LENGTH + body != length) {
      return false;
    }
    return dialect == StunDialect.OCS_2007 || ((body & 3) == 0 && hasCookie());
  }

  private boolean readAttributes() {
    int position = offset + HEADER_LENGTH;
    int end = offset + length;
    for (int count = 0; position < end; count++) {
      if (count == MAX_ATTRIBUTES || end - position < 4 || fingerprint != NONE) {
        return false;
      }
      int size = u16(position + 2);
      int next = position + 4 + dialect.padded(size);
      if (next > end || !note(u16(position), position + 4, size)) {
        return false;
      }
      position = next;
    }
    return true;
  }

  /** Remembers where an attribute is; false if its value cannot be right. */
  private boolean note(int type, int value, int size) {
    if (integrity != NONE && type != StunAttribute.FINGERPRINT) {
      return true;
    }
    return switch (type) {
      case StunAttribute.USERNAME -> noteUsername(value, size);
      case StunAttribute.MESSAGE_INTEGRITY -> {
        integrity = value;
        yield size == StunAttribute.INTEGRITY_SIZE;
      }
      case StunAttribute.FINGERPRINT -> {
        fingerprint = dialect == StunDialect.STANDARD ? value : NONE;
        yield size == StunAttribute.FINGERPRINT_SIZE;
      }
      case StunAttribute.XOR_MAPPED_ADDRESS -> {
        xorMapped = first(xorMapped, value);
        yield isAddress(value, size);
      }
      case StunAttribute.MAPPED_ADDRESS -> {
        mapped = first(mapped, value);
        yield isAddress(value, size);
      }
      case StunAttribute.ERROR_CODE -> {
        errorCode = first(errorCode, value);
        yield size >= 4 && isErrorCode(value);
      }
      default -> noteIce(type, value, size);
    };
  }

  private boolean noteUsername(int value, int size) {
    if (username == NONE) {
      username = value;
      usernameLength = size;
    }
    return size <= MAX_USERNAME;
  }

  private boolean noteIce(int type, int value, int size) {
    return switch (type) {
      case StunAttribute.PRIORITY -> {
        priority = first(priority, value);
        yield size == 4;
      }
      case StunAttribute.USE_CANDIDATE -> {
        useCandidate = true;
        yield size == 0;
      }
      case StunAttribute.ICE_CONTROLLED -> {
        controlled = first(controlled, value);
        yield size == 8;
      }
      case StunAttribute.ICE_CONTROLLING -> {
        controlling = first(controlling, value);
        yield size == 8;
      }
      case StunAttribute.UNKNOWN_ATTRIBUTES, StunAttribute.REALM, StunAttribute.NONCE -> true;
      default -> {
        if (StunAttribute.mustBeUnderstood(type) && unknownCount < MAX_UNKNOWN) {
          unknown[unknownCount++] = type;
        }
        yield true;
      }
    };
  }

  private static int first(int known, int found) {
    return known == NONE ? found : known;
  }

  private boolean isAddress(int value, int size) {
    return (size == 8 && buffer.get(value + 1) == 1) || (size == 20 && buffer.get(value + 1) == 2);
  }

  private boolean isErrorCode(int value) {
    int hundreds = buffer.get(value + 2) & 7;
    return hundreds >= 3 && hundreds <= 6 && (buffer.get(value + 3) & 0xFF) < 100;
  }

  /** Method and class in 14 bits, for example {@code 0x0001} for a binding request. */
  public int type() {
    return u16(offset);
  }

  public boolean isBindingRequest() {
    return type() == BINDING_REQUEST;
  }

  public boolean isBindingSuccess() {
    return type() == BINDING_SUCCESS;
  }

  public boolean isBindingError() {
    return type() == BINDING_ERROR;
  }

  /** Whether the sender follows RFC 5389 or later, or the drafts before it. */
  public boolean hasCookie() {
    return buffer.getInt(offset + 4) == MAGIC_COOKIE;
  }

  /** A word of the transaction id, 0 to 3; word 0 is the cookie where there is one. */
  public int transactionWord(int index) {
    return buffer.getInt(offset + 4 + 4 * index);
  }

  public boolean hasUsername() {
    return username != NONE;
  }

  /** In bytes; 0 if there is none. */
  public int usernameLength() {
    return usernameLength;
  }

  /** A byte of the user name, from 0 to its length - 1. */
  public byte usernameByte(int index) {
    return buffer.get(username + index);
  }

  public boolean hasIntegrity() {
    return integrity != NONE;
  }

  public boolean hasFingerprint() {
    return fingerprint != NONE;
  }

  /** The priority that a peer-reflexive candidate would have, unsigned; 0 if it is not told. */
  public int priority() {
    return priority == NONE ? 0 : buffer.getInt(priority);
  }

  /** Whether the sender nominates the pair. RFC 8445 section 7.1.2. */
  public boolean useCandidate() {
    return useCandidate;
  }

  /** Whether the sender says that it is controlled. */
  public boolean iceControlled() {
    return controlled != NONE;
  }

  /** Whether the sender says that it is controlling. */
  public boolean iceControlling() {
    return controlling != NONE;
  }

  /** The number with which a role conflict is decided; 0 if no role is told. */
  public long tieBreaker() {
    int at = controlling != NONE ? controlling : controlled;
    return at == NONE ? 0 : buffer.getLong(at);
  }

  /** Code of an error response, 300 to 699; 0 if there is none. */
  public int errorCode() {
    return errorCode == NONE
        ? 0
        : 100 * (buffer.get(errorCode + 2) & 7) + (buffer.get(errorCode + 3) & 0xFF);
  }

  /** How many attributes are unknown and must not be stepped over, at most {@link #MAX_UNKNOWN}. */
  public int unknownAttributes() {
    return unknownCount;
  }

  /** The type of one of them. */
  public int unknownAttribute(int index) {
    return unknown[index];
  }

  /**
   * The address that a response tells, from XOR-MAPPED-ADDRESS or, failing that, MAPPED-ADDRESS.
   * Allocates; answering a check does not need it.
   *
   * @return null if the message has neither
   */
  public @Nullable InetSocketAddress mappedAddress() {
    int at = xorMapped != NONE ? xorMapped : mapped;
    if (at == NONE) {
      return null;
    }
    boolean veiled = xorMapped != NONE;
    byte[] address = new byte[buffer.get(at + 1) == 1 ? 4 : 16];
    for (int i = 0; i < address.length; i++) {
      int veil = veiled ? buffer.get(offset + 4 + i) : 0;
      address[i] = (byte) (buffer.get(at + 4 + i) ^ veil);
    }
    int port = u16(at + 2) ^ (veiled ? u16(offset + 4) : 0);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are an address", e);
    }
  }

  StunDialect dialect() {
    return dialect;
  }

  ByteBuffer buffer() {
    return buffer;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /** Where the value of MESSAGE-INTEGRITY begins in the buffer; only if there is one. */
  int integrityValue() {
    return integrity;
  }

  /** Where the value of FINGERPRINT begins in the buffer; only if there is one. */
  int fingerprintValue() {
    return fingerprint;
  }

  int usernameValue() {
    return username;
  }

  private int u16(int at) {
    return buffer.getShort(at) & 0xFFFF;
  }
}
