package org.confocal.wire.c3p;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.wire.xml.XmlValues;

/** What stands in a response: one element, named like the command. */
public sealed interface C3pAnswer {
  /** The command that is answered. */
  String commandName();

  /** It went well, or it will take a while, and there is nothing to tell. */
  record Empty(String commandName) implements C3pAnswer {
    public Empty {
      requireWord(commandName);
    }
  }

  /**
   * It failed.
   *
   * @param reason one of {@link C3pReasons}, or empty if a peer gave none
   */
  record Failed(String commandName, String reason) implements C3pAnswer {
    public Failed {
      requireWord(commandName);
      if (!reason.isEmpty()) {
        requireWord(reason);
      }
    }
  }

  /** What this installation can do. MS-CONFPRO 2.2.3. */
  record Capabilities(List<String> mcuTypes, Optional<AccessNumbers> accessNumbers)
      implements C3pAnswer {
    public Capabilities {
      mcuTypes = List.copyOf(mcuTypes);
      mcuTypes.forEach(C3pAnswer::requireWord);
    }

    @Override
    public String commandName() {
      return "getConferencingCapabilities";
    }
  }

  /**
   * The numbers that phones dial.
   *
   * @param internalUrl a page about them
   * @param externalUrl the same for those outside
   */
  record AccessNumbers(
      Optional<String> internalUrl,
      Optional<String> externalUrl,
      List<Region> regions,
      Optional<String> defaultRegion) {
    public AccessNumbers {
      regions = List.copyOf(regions);
      internalUrl.ifPresent(C3pAnswer::requireWord);
      externalUrl.ifPresent(C3pAnswer::requireWord);
    }
  }

  /** The numbers of one region. */
  record Region(String name, List<String> numbers) {
    public Region {
      numbers = List.copyOf(numbers);
      numbers.forEach(C3pAnswer::requireWord);
    }
  }

  /** Which MCUs there are. The layout is ours. */
  record McuTypes(List<String> mcuTypes) implements C3pAnswer {
    public McuTypes {
      mcuTypes = List.copyOf(mcuTypes);
      mcuTypes.forEach(C3pAnswer::requireWord);
    }

    @Override
    public String commandName() {
      return "getAvailableMcuTypes";
    }
  }

  /** The record after {@code addConference} and its kin; of a deleted one only the entity. */
  record Conference(String commandName, ConferenceRecord conference) implements C3pAnswer {
    public Conference {
      requireWord(commandName);
    }
  }

  /** All meetings of the asker. The layout is ours. */
  record Conferences(List<ConferenceRecord> conferences) implements C3pAnswer {
    public Conferences {
      conferences = List.copyOf(conferences);
    }

    @Override
    public String commandName() {
      return "getConferences";
    }
  }

  /**
   * The answer to {@code addUser}.
   *
   * @param user with the role that was granted
   * @param connectionInfo how the client gets onto the MCU, in this order; empty for the focus.
   *     MS-CONFBAS 2.2.3.18
   */
  record User(String confEntity, C3pUser user, Map<String, String> connectionInfo)
      implements C3pAnswer {
    public User {
      requireWord(confEntity);
      connectionInfo = Collections.unmodifiableMap(new LinkedHashMap<>(connectionInfo));
    }

    @Override
    public String commandName() {
      return "addUser";
    }
  }

  /**
   * The roster.
   *
   * @param xml a {@code conference-info} element that binds its own prefixes, without XML
   *     declaration, as {@link org.confocal.wire.confinfo.ConferenceInfoWriter} writes it
   */
  record FullDocument(String commandName, String xml) implements C3pAnswer {
    public FullDocument {
      requireWord(commandName);
      if (!xml.startsWith("<") || xml.startsWith("<?") || xml.startsWith("<!")) {
        throw new IllegalArgumentException("document (expected: an element)");
      }
    }
  }

  private static void requireWord(String word) {
    if (!XmlValues.isWord(word)) {
      throw new IllegalArgumentException(
          "'" + word + "' (expected: 1 to 512 characters without blanks)");
    }
  }
}
