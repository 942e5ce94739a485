package org.confocal.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterUser;
import org.confocal.sip.message.NameAddress;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.confinfo.ConferenceInfoText;
import org.confocal.wire.confinfo.ConferenceInfoWriter;
import org.confocal.wire.confinfo.Dialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One document as XML for many subscribers: written once for each dialect, and once more for
 * whoever gets a page of his own. Not for more than one thread.
 *
 * <p>A subscriber behind UDP whose document fits no datagram is told what a large meeting tells:
 * the presenters, himself, and how many there are.
 */
final class RosterPages {
  private static final Logger LOG = LoggerFactory.getLogger(RosterPages.class);

  private final RosterDocument document;
  private final int datagramLimit;
  private final Map<Dialect, ConferenceInfoText> common = new EnumMap<>(Dialect.class);

  RosterPages(RosterDocument document, int datagramLimit) {
    this.document = document;
    this.datagramLimit = datagramLimit;
  }

  /** The page of one subscriber, in UTF-8. */
  byte[] page(EdgeProtocol.Notice notice) {
    Dialect dialect = notice.style().microsoft() ? Dialect.MICROSOFT : Dialect.RFC4575;
    ConferenceInfoText text =
        notice.self().isPresent()
            ? text(with(notice.self().get()), dialect)
            : common.computeIfAbsent(dialect, d -> text(document, d));
    byte[] page = bytes(text, notice);
    boolean fits = page.length <= datagramLimit;
    return fits || !notice.dialog().peer().transport().equals("udp")
        ? page
        : shorter(notice, dialect, page.length);
  }

  private byte[] shorter(EdgeProtocol.Notice notice, Dialect dialect, int tooMany) {
    Optional<RosterUser> self = self(notice);
    byte[] page = bytes(text(only(RosterUser::presenter, self), dialect), notice);
    if (page.length > datagramLimit) {
      page = bytes(text(only(user -> false, self), dialect), notice);
    }
    LOG.info(
        "roster too large for a datagram conference={} subscriber={} bytes={} sent={}",
        document.conference(),
        notice.dialog().remoteUri(),
        tooMany,
        page.length);
    return page;
  }

  private RosterDocument with(RosterUser self) {
    List<RosterUser> users = new ArrayList<>(document.users());
    users.removeIf(user -> user.user().equals(self.user()));
    users.add(self);
    return of(users);
  }

  private RosterDocument only(Predicate<RosterUser> wanted, Optional<RosterUser> self) {
    List<RosterUser> users = new ArrayList<>();
    for (RosterUser user : document.users()) {
      boolean oneself = self.filter(s -> s.user().equals(user.user())).isPresent();
      if (wanted.test(user) && !oneself) {
        users.add(user);
      }
    }
    self.ifPresent(users::add);
    return of(users);
  }

  private RosterDocument of(List<RosterUser> users) {
    return new RosterDocument(
        document.conference(),
        document.full(),
        document.head(),
        document.userCount(),
        users,
        document.gone());
  }

  /** The subscriber among the users: the focus names him, or his address in the dialog does. */
  private Optional<RosterUser> self(EdgeProtocol.Notice notice) {
    if (notice.self().isPresent()) {
      return notice.self();
    }
    try {
      String own = "sip:" + NameAddress.parse(notice.dialog().remoteUri()).uri().addressOfRecord();
      return document.users().stream().filter(u -> u.user().value().equals(own)).findFirst();
    } catch (WireFormatException noAddress) {
      return Optional.empty();
    }
  }

  private static ConferenceInfoText text(RosterDocument document, Dialect dialect) {
    return ConferenceInfoWriter.text(RosterTranslation.of(document, dialect), dialect);
  }

  private static byte[] bytes(ConferenceInfoText text, EdgeProtocol.Notice notice) {
    return text.withVersion(notice.version()).getBytes(StandardCharsets.UTF_8);
  }
}
