package org.confocal.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import org.confocal.wire.WireFormatException;

/**
 * The value of an {@code a=crypto} line: with which keys its writer protects what it sends. Its
 * text, and the errors of its parser, do not show them.
 *
 * @param tag number of the line, up to 9 digits
 * @param suite as registered
 * @param keys at least one; more than one only when each has an MKI
 * @param parameters of the session, as written
 *     <p>RFC 4568 sections 9.1 and 9.2.
 */
public record Crypto(int tag, String suite, List<Key> keys, List<String> parameters) {
  private static final String SECTION = "RFC 4568 9.1";
  private static final String INLINE = "inline:";
  private static final int LONGEST = 1024;
  private static final int MOST_KEYS = 4;
  private static final int MOST_PARAMETERS = 8;

  /**
   * One key.
   *
   * @param inline master key and master salt in Base64
   * @param lifetime packets that it is good for, as written ({@code 2^31} or digits); empty = not
   *     said
   * @param mki how packets call it, and the length of that: {@code 1:4}; empty = not at all
   */
  public record Key(String inline, String lifetime, String mki) {
    @Override
    public String toString() {
      return "Key[" + lifetime + (mki.isEmpty() ? "]" : " " + mki + "]");
    }
  }

  public Crypto {
    keys = List.copyOf(keys);
    parameters = List.copyOf(parameters);
    boolean apart = keys.size() == 1 || keys.stream().noneMatch(key -> key.mki().isEmpty());
    if (tag < 0 || !SdpText.isToken(suite) || keys.isEmpty() || !apart) {
      throw new IllegalArgumentException(
          "crypto: "
              + tag
              + " "
              + suite
              + " with "
              + keys.size()
              + " keys (expected: a tag, a suite, and a key or several with an MKI each)");
    }
  }

  /** A line with one key. */
  public static Crypto of(int tag, String suite, String inline) {
    return new Crypto(tag, suite, List.of(new Key(inline, "", "")), List.of());
  }

  /** Reads the value of the attribute. */
  public static Crypto parse(String value) throws WireFormatException {
    String[] words = SdpText.words(value.length() > LONGEST ? "" : value, -1);
    boolean shape =
        words.length >= 3
            && words.length <= 3 + MOST_PARAMETERS
            && SdpText.isNumber(words[0], 9)
            && SdpText.isToken(words[1])
            && value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f));
    if (!shape) {
      throw wrong(value, "TAG SUITE inline:KEY and up to " + MOST_PARAMETERS + " parameters");
    }
    List<Key> keys = keys(value, words[2]);
    if (keys.size() > 1 && keys.stream().anyMatch(key -> key.mki().isEmpty())) {
      throw wrong(value, "an MKI for each of several keys");
    }
    return new Crypto(
        Integer.parseInt(words[0]), words[1], keys, List.of(words).subList(3, words.length));
  }

  private static List<Key> keys(String value, String text) throws WireFormatException {
    List<Key> keys = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      String[] infos = part.split("\\|", -1);
      boolean inline =
          keys.size() < MOST_KEYS
              && infos.length <= 3
              && infos[0].regionMatches(true, 0, INLINE, 0, INLINE.length())
              && isBase64(infos[0].substring(INLINE.length()));
      if (!inline) {
        throw wrong(value, "1 to " + MOST_KEYS + " keys of inline:BASE64|LIFETIME|MKI:LENGTH");
      }
      keys.add(key(value, infos));
    }
    return keys;
  }

  private static Key key(String value, String[] infos) throws WireFormatException {
    String lifetime = "";
    String mki = "";
    for (int i = 1; i < infos.length; i++) {
      if (mki.isEmpty() && isMki(infos[i])) {
        mki = infos[i];
      } else if (i == 1 && isLifetime(infos[i])) {
        lifetime = infos[i];
      } else {
        throw wrong(value, "a lifetime of digits or 2^DIGITS, an MKI of DIGITS:LENGTH");
      }
    }
    return new Key(infos[0].substring(INLINE.length()), lifetime, mki);
  }

  private static boolean isLifetime(String text) {
    return SdpText.isNumber(text.startsWith("2^") ? text.substring(2) : text, 15);
  }

  private static boolean isMki(String text) {
    int colon = text.indexOf(':');
    return colon > 0
        && SdpText.isNumber(text.substring(0, colon), 40)
        && SdpText.isNumber(text.substring(colon + 1), 3);
  }

  private static boolean isBase64(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && c != '+' && c != '/' && c != '=') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** An error that goes to logs and to peers must not show a key: it tells the length. */
  private static WireFormatException wrong(String value, String expected) {
    return new WireFormatException(
        "crypto of " + value.length() + " characters", expected, SECTION);
  }

  public Attribute attribute() {
    StringBuilder text = new StringBuilder(tag + " " + suite + " ");
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      text.append(i == 0 ? INLINE : ";" + INLINE).append(key.inline());
      text.append(key.lifetime().isEmpty() ? "" : "|" + key.lifetime());
      text.append(key.mki().isEmpty() ? "" : "|" + key.mki());
    }
    parameters.forEach(p -> text.append(' ').append(p));
    return new Attribute("crypto", text.toString());
  }
}
