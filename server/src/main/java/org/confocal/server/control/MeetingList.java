package org.confocal.server.control;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;
import org.confocal.server.control.OperatorDoor.MeetingView;

/** The meetings of the table of numbers, each as its factory tells it. */
record MeetingList(ActorDoor.House house) {
  /** So many of them, by number. */
  CompletionStage<List<MeetingView>> first(int limit) {
    return house
        .names()
        .list(limit)
        .thenCompose(
            entries -> {
              CompletionStage<Map<ConferenceUri, MeetingView>> known =
                  CompletableFuture.completedStage(new HashMap<>());
              for (UserUri organizer :
                  entries.stream().map(e -> e.conference().organizer()).distinct().toList()) {
                known = known.thenCombine(all(organizer), MeetingList::merged);
              }
              return known.thenApply(views -> inOrder(entries, views));
            });
  }

  private CompletionStage<Map<ConferenceUri, MeetingView>> all(UserUri organizer) {
    return pages(organizer, Optional.empty(), new HashMap<>());
  }

  private CompletionStage<Map<ConferenceUri, MeetingView>> pages(
      UserUri organizer, Optional<ConferenceId> after, Map<ConferenceUri, MeetingView> known) {
    return AskPattern.<Switchboard.Command, FocusFactoryProtocol.AllMeetings>ask(
            house.switchboard(),
            replyTo ->
                new Switchboard.ToFactory(organizer, new FocusFactoryProtocol.All(after, replyTo)),
            house.timeout(),
            house.scheduler())
        .thenCompose(
            page -> {
              page.meetings().forEach(meeting -> known.put(meeting.uri(), MeetingView.of(meeting)));
              return page.more().isPresent()
                  ? pages(organizer, page.more(), known)
                  : CompletableFuture.completedStage(known);
            });
  }

  private static Map<ConferenceUri, MeetingView> merged(
      Map<ConferenceUri, MeetingView> known, Map<ConferenceUri, MeetingView> more) {
    known.putAll(more);
    return known;
  }

  private static List<MeetingView> inOrder(
      List<DialNames.Entry> entries, Map<ConferenceUri, MeetingView> views) {
    return entries.stream()
        .map(entry -> Optional.ofNullable(views.get(entry.conference())))
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparing((MeetingView v) -> v.number().length())
                .thenComparing(MeetingView::number))
        .toList();
  }
}
