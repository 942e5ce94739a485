package org.confocal.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a URI or of a header value, in the order in which they came. Names compare
 * without case, values are kept as they were written (a quoted value keeps its quotes here and
 * loses them in {@link #get}).
 *
 * <p>RFC 3261 sections 7.3.1 and 19.1.1.
 */
public record Params(List<Param> entries) {
  public static final Params NONE = new Params(List.of());
  private static final int MAX_PARAMS = 64;

  /** One parameter; {@code value} is null for a flag such as {@code lr}. */
  public record Param(String name, @Nullable String value) {
    public Param {
      if (name.isEmpty() || Text.hasControl(name) || (value != null && Text.hasControl(value))) {
        throw new IllegalArgumentException(
            "param: " + name + " (expected: a token and a value without control characters)");
      }
    }
  }

  public Params {
    entries = List.copyOf(entries);
  }

  /** The value without quotes; empty for a missing parameter, an empty string for a flag. */
  public Optional<String> get(String name) {
    for (Param p : entries) {
      if (p.name().equalsIgnoreCase(name)) {
        return Optional.of(p.value() == null ? "" : Text.unquote(p.value()));
      }
    }
    return Optional.empty();
  }

  public boolean has(String name) {
    return entries.stream().anyMatch(p -> p.name().equalsIgnoreCase(name));
  }

  /** Sets a parameter: in its place if there is one of that name, else at the end. */
  public Params with(String name, @Nullable String value) {
    List<Param> next = new ArrayList<>(entries.size() + 1);
    boolean placed = false;
    for (Param p : entries) {
      if (!p.name().equalsIgnoreCase(name)) {
        next.add(p);
      } else if (!placed) {
        next.add(new Param(p.name(), value));
        placed = true;
      }
    }
    if (!placed) {
      next.add(new Param(name, value));
    }
    return new Params(next);
  }

  public Params without(String name) {
    return new Params(entries.stream().filter(p -> !p.name().equalsIgnoreCase(name)).toList());
  }

  /** Writes {@code ;a=b;c} or nothing. */
  public String write() {
    StringBuilder out = new StringBuilder();
    for (Param p : entries) {
      out.append(';').append(p.name());
      if (p.value() != null) {
        out.append('=').append(p.value());
      }
    }
    return out.toString();
  }

  /**
   * @param text what follows the address, with its leading semicolon, or blank
   */
  static Params parse(String text) throws WireFormatException {
    if (text.isBlank()) {
      return NONE;
    }
    if (Text.isLeftOpen(text)) {
      throw new WireFormatException(text, "an end of what '\"' or '<' begins", "RFC 3261 25.1");
    }
    List<Param> found = new ArrayList<>();
    List<String> pieces = Text.split(text, ';');
    if (!pieces.get(0).isBlank()) {
      throw new WireFormatException(text, "';' before a parameter", "RFC 3261 7.3.1");
    }
    for (String piece : pieces.subList(1, pieces.size())) {
      String p = piece.strip();
      if (p.isEmpty()) {
        continue; // a stray semicolon, as some phones write it
      }
      if (found.size() == MAX_PARAMS) {
        throw new WireFormatException(
            text, "at most " + MAX_PARAMS + " parameters", "RFC 3261 7.3.1");
      }
      int equals = p.indexOf('=');
      String name = (equals < 0 ? p : p.substring(0, equals)).strip();
      if (name.isEmpty() || Text.hasControl(p)) {
        throw new WireFormatException(p, "a parameter name", "RFC 3261 7.3.1");
      }
      found.add(new Param(name, equals < 0 ? null : p.substring(equals + 1).strip()));
    }
    return new Params(found);
  }

  /** Names in lower case with their values, for comparison without order. */
  Optional<String> raw(String name) {
    return entries.stream()
        .filter(p -> p.name().equalsIgnoreCase(name))
        .map(p -> p.value() == null ? "" : p.value())
        .findFirst();
  }

  List<String> names() {
    return entries.stream().map(p -> p.name().toLowerCase(Locale.ROOT)).toList();
  }
}
