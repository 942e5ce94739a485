package org.confocal.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlOrder.OfSound;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.Relation;

/**
 * Translates what an operator says about sound, a verb and a JSON object, to an order. Every error
 * is an {@link IllegalArgumentException} that names the value and what was expected. Pure.
 */
final class SoundWords {
  private static final Map<String, Set<String>> FIELDS =
      Map.ofEntries(
          Map.entry("mute", Set.of("user", "endpoint", "role", "locked")),
          Map.entry("unmute", Set.of("user", "endpoint", "role")),
          Map.entry("deafen", Set.of("user", "endpoint")),
          Map.entry("undeafen", Set.of("user", "endpoint")),
          Map.entry("hold", Set.of("user", "endpoint", "music")),
          Map.entry("resume", Set.of("user", "endpoint")),
          Map.entry("volume", Set.of("user", "endpoint", "in", "out")),
          Map.entry("relate", Set.of("relations", "whisper", "coach", "sidebar")),
          Map.entry("floor", Set.of("user")),
          Map.entry("play", Set.of("sound", "to", "name", "times")),
          Map.entry("stop", Set.of("name", "to")));

  private final JsonNode body;
  private final String domain;

  private SoundWords(JsonNode body, String domain) {
    this.body = body;
    this.domain = domain;
  }

  /**
   * The order that is meant.
   *
   * @param domain of users who are named without one
   */
  static OfSound order(String verb, JsonNode body, String domain) {
    Set<String> fields = FIELDS.get(verb);
    if (fields == null) {
      throw wrong("verb", verb, String.join(", ", new TreeSet<>(FIELDS.keySet())));
    }
    if (!body.isObject()) {
      throw wrong("body", body, "an object");
    }
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw wrong("field", name, String.join(", ", new TreeSet<>(fields)));
      }
    }
    return new SoundWords(body, domain).order(verb);
  }

  private OfSound order(String verb) {
    return switch (verb) {
      case "mute" -> mute(true);
      case "unmute" -> mute(false);
      case "deafen", "undeafen" ->
          new ControlOrder.Filter(
              user("user"), endpoint(), 1, Optional.empty(), Optional.of(verb.equals("deafen")));
      case "hold" ->
          new ControlOrder.Hold(
              user("user"), endpoint(), flag("music", true) ? Holding.MUSIC : Holding.SILENCE);
      case "resume" -> new ControlOrder.Hold(user("user"), endpoint(), Holding.NONE);
      case "volume" ->
          new ControlOrder.SetVolume(user("user"), endpoint(), number("in"), number("out"));
      case "relate" -> relate();
      case "floor" -> new ControlOrder.GiveFloor(maybeUser("user"));
      case "play" ->
          new ControlOrder.Play(
              maybeUser("to"),
              body.has("name") ? text("name") : text("sound"),
              text("sound"),
              number("times").orElse(1));
      case "stop" -> new ControlOrder.StopPlaying(maybeUser("to"), text("name"));
      default -> throw new AssertionError(verb);
    };
  }

  private OfSound mute(boolean muted) {
    boolean locked = flag("locked", false);
    if (body.has("user") == body.has("role")) {
      throw wrong("mute of", body.has("user") ? "user and role" : "nobody", "a user or a role");
    }
    if (body.has("user")) {
      return new ControlOrder.Mute(user("user"), endpoint(), 1, muted, locked);
    }
    String role = text("role");
    return switch (role) {
      case "attendee" -> new ControlOrder.MuteRole(false, muted, locked);
      case "presenter" -> new ControlOrder.MuteRole(true, muted, locked);
      case "all" -> new ControlOrder.MuteAll(muted, locked);
      default -> throw wrong("role", role, "attendee, presenter or all");
    };
  }

  private ControlOrder.Relate relate() {
    if (body.size() != 1) {
      throw wrong("relate", body, "one of relations, whisper, coach, sidebar");
    }
    if (body.has("whisper")) {
      SoundWords of = part("whisper", Set.of("talker", "listeners"));
      return ControlOrder.Relate.whisper(of.user("talker"), of.users("listeners"));
    } else if (body.has("coach")) {
      SoundWords of = part("coach", Set.of("supervisor", "agent"));
      return ControlOrder.Relate.coach(of.user("supervisor"), of.user("agent"));
    } else if (body.has("sidebar")) {
      return ControlOrder.Relate.sidebar(users("sidebar"));
    }
    List<Relation> relations = new ArrayList<>();
    for (JsonNode one : list("relations")) {
      SoundWords of = checked("relation", one, Set.of("listener", "talker", "gain"));
      relations.add(new Relation(of.maybeUser("listener"), of.maybeUser("talker"), of.gain()));
    }
    return new ControlOrder.Relate(relations);
  }

  /** In dB; "silent" = nothing is heard. */
  private Optional<Integer> gain() {
    return body.path("gain").asText().equals("silent")
        ? Optional.empty()
        : Optional.of(number("gain").orElseThrow(() -> wrong("gain", "none", "dB, or \"silent\"")));
  }

  private SoundWords part(String name, Set<String> fields) {
    return checked(name, body.path(name), fields);
  }

  private SoundWords checked(String name, JsonNode part, Set<String> fields) {
    if (!part.isObject()) {
      throw wrong(name, part, "an object of " + String.join(", ", new TreeSet<>(fields)));
    }
    part.fieldNames()
        .forEachRemaining(
            field -> {
              if (!fields.contains(field)) {
                throw wrong("field of " + name, field, String.join(", ", new TreeSet<>(fields)));
              }
            });
    return new SoundWords(part, domain);
  }

  private String endpoint() {
    return body.has("endpoint") ? text("endpoint") : OfSound.ALL;
  }

  private UserUri user(String field) {
    return user(field, body.path(field));
  }

  private Optional<UserUri> maybeUser(String field) {
    return body.hasNonNull(field) ? Optional.of(user(field)) : Optional.empty();
  }

  private List<UserUri> users(String field) {
    List<UserUri> users = new ArrayList<>();
    list(field).forEach(one -> users.add(user(field, one)));
    return users;
  }

  private UserUri user(String field, JsonNode value) {
    String text = value.isTextual() ? value.textValue() : "";
    try {
      return text.startsWith("sip:") ? new UserUri(text) : UserUri.of(text, domain);
    } catch (IllegalArgumentException nobody) {
      throw wrong(field, told(value), "a user, as name or sip:name@domain");
    }
  }

  private JsonNode list(String field) {
    JsonNode list = body.path(field);
    if (!list.isArray()) {
      throw wrong(field, told(list), "a list");
    }
    return list;
  }

  private String text(String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual()) {
      throw wrong(field, told(value), "a text");
    }
    return value.textValue();
  }

  private boolean flag(String field, boolean usual) {
    JsonNode value = body.path(field);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isBoolean()) {
      throw wrong(field, told(value), "true or false");
    }
    return value.booleanValue();
  }

  private Optional<Integer> number(String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isInt()) {
      throw wrong(field, told(value), "a whole number");
    }
    return Optional.of(value.intValue());
  }

  private static String told(JsonNode value) {
    return value.isMissingNode() ? "none" : value.toString();
  }

  private static IllegalArgumentException wrong(String what, Object value, String expected) {
    return new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
  }
}
