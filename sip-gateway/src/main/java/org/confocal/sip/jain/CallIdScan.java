package org.confocal.sip.jain;

/** Finds the Call-ID in the bytes of a message without parsing it, to choose a lane. */
final class CallIdScan {
  private static final byte[] LONG_NAME = {'c', 'a', 'l', 'l', '-', 'i', 'd'};
  private static final byte[] SHORT_NAME = {'i'};

  private CallIdScan() {}

  /** A hash of the Call-ID; 0 if there is none to be seen. */
  static int hash(byte[] bytes) {
    for (int i = 0; i < bytes.length - 1; i++) {
      if (bytes[i] != '\n') {
        continue;
      }
      if (bytes[i + 1] == '\r' || bytes[i + 1] == '\n') {
        return 0; // end of headers
      }
      int value =
          Math.max(valueAfter(bytes, i + 1, LONG_NAME), valueAfter(bytes, i + 1, SHORT_NAME));
      if (value > 0) {
        return hashOfLine(bytes, value);
      }
    }
    return 0;
  }

  private static int valueAfter(byte[] bytes, int at, byte[] name) {
    int i = at;
    for (byte letter : name) {
      if (i >= bytes.length || (bytes[i] != letter && bytes[i] != Character.toUpperCase(letter))) {
        return -1;
      }
      i++;
    }
    while (i < bytes.length && (bytes[i] == ' ' || bytes[i] == '\t')) {
      i++;
    }
    return i < bytes.length && bytes[i] == ':' ? i + 1 : -1;
  }

  private static int hashOfLine(byte[] bytes, int from) {
    int hash = 7;
    for (int i = from; i < bytes.length && bytes[i] != '\r' && bytes[i] != '\n'; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        hash = hash * 31 + bytes[i];
      }
    }
    return hash;
  }
}
