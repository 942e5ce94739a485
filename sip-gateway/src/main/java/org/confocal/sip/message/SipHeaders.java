package org.confocal.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The header fields of a message in their order, one value each. Lookup is without case and
 * understands compact forms. Content-Type and Content-Length are not here: they belong to the
 * {@link Body}.
 */
public record SipHeaders(List<Header> all) {
  public static final SipHeaders NONE = new SipHeaders(List.of());

  public SipHeaders {
    all = List.copyOf(all);
    for (Header h : all) {
      if (h.is("Content-Length") || h.is("Content-Type")) {
        throw new IllegalArgumentException(
            "header: " + h.name() + " (expected: in the body, not in the headers)");
      }
    }
  }

  public Optional<String> first(String name) {
    return firstHeader(name).map(Header::value);
  }

  Optional<Header> firstHeader(String name) {
    for (Header h : all) {
      if (h.is(name)) {
        return Optional.of(h);
      }
    }
    return Optional.empty();
  }

  public List<String> values(String name) {
    List<String> found = new ArrayList<>();
    for (Header h : all) {
      if (h.is(name)) {
        found.add(h.value());
      }
    }
    return found;
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  /**
   * True if one of the values of a list header is this token, whatever its case: {@code
   * hasToken("Require", "100rel")}.
   */
  public boolean hasToken(String name, String token) {
    return values(name).stream().anyMatch(v -> v.equalsIgnoreCase(token));
  }

  /** Adds at the end. */
  public SipHeaders plus(String name, String value) {
    List<Header> next = new ArrayList<>(all);
    next.add(new Header(name, value));
    return new SipHeaders(next);
  }

  public SipHeaders plusFirst(String name, String value) {
    List<Header> next = new ArrayList<>(all.size() + 1);
    next.add(new Header(name, value));
    next.addAll(all);
    return new SipHeaders(next);
  }

  /**
   * Replaces all values of this name by one; it stands where the first one stood, or at the end.
   */
  public SipHeaders with(String name, String value) {
    List<Header> next = new ArrayList<>(all.size() + 1);
    boolean placed = false;
    for (Header h : all) {
      if (!h.is(name)) {
        next.add(h);
      } else if (!placed) {
        next.add(new Header(name, value));
        placed = true;
      }
    }
    if (!placed) {
      next.add(new Header(name, value));
    }
    return new SipHeaders(next);
  }

  public SipHeaders without(String name) {
    return new SipHeaders(all.stream().filter(h -> !h.is(name)).toList());
  }

  /** Takes the first value of this name away, if there is one. */
  public SipHeaders withoutFirst(String name) {
    List<Header> next = new ArrayList<>(all);
    for (int i = 0; i < next.size(); i++) {
      if (next.get(i).is(name)) {
        next.remove(i);
        break;
      }
    }
    return new SipHeaders(next);
  }

  /** Changes the first value of this name; nothing happens if there is none. */
  SipHeaders mapFirst(String name, Function<Header, String> change) {
    List<Header> next = new ArrayList<>(all);
    for (int i = 0; i < next.size(); i++) {
      if (next.get(i).is(name)) {
        next.set(i, new Header(next.get(i).name(), change.apply(next.get(i))));
        return new SipHeaders(next);
      }
    }
    return this;
  }
}
