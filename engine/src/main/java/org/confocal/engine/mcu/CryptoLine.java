package org.confocal.engine.mcu;

import java.util.List;

/**
 * One {@code a=crypto} line: with which key the writer protects what it sends. RFC 4568 section
 * 9.1. Keys travel in messages and stay in memory: what is stored has none, so a leg that comes
 * back from the journal is known to be protected and needs new ones.
 *
 * @param tag chosen by an answer: it repeats the tag of the line that it takes
 * @param suite as registered, for instance AES_CM_128_HMAC_SHA1_80
 * @param key master key and salt in Base64; empty = not known any more
 * @param mki what the writer calls the key in each packet, and its length; empty = nothing
 * @param parameters of the session, as written
 */
public record CryptoLine(int tag, String suite, String key, String mki, List<String> parameters) {
  public CryptoLine {
    parameters = List.copyOf(parameters);
  }

  /** A line of ours. */
  public CryptoLine(int tag, String suite, String key) {
    this(tag, suite, key, "", List.of());
  }

  /** Whether the key is known. */
  public boolean keyed() {
    return !key.isEmpty();
  }

  /** The same with another key. */
  public CryptoLine key(String newKey) {
    return new CryptoLine(tag, suite, newKey, mki, parameters);
  }

  /** Whether it may be the answer to {@code other}, or the other way round. */
  public boolean fits(CryptoLine other) {
    return tag == other.tag && suite.equals(other.suite);
  }

  /** Without the key: a key never reaches a log. */
  @Override
  public String toString() {
    return "CryptoLine[" + tag + " " + suite + (keyed() ? "]" : ", no key]");
  }
}
