package org.confocal.server.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.mcu.RecordingFormat;
import org.confocal.server.control.Answer.Given;
import org.confocal.server.control.Answer.Refused;

/**
 * Recordings, as the foci know them.
 *
 * @param orders has a focus carry out an order
 * @param shows what a focus tells
 */
record FocusRecordings(
    BiFunction<MeetingNumber, ControlOrder, CompletionStage<Answer<String>>> orders,
    Function<MeetingNumber, CompletionStage<Answer<FocusProtocol.View>>> shows)
    implements RecordingDoor {
  @Override
  public CompletionStage<Answer<List<RecordingView>>> list(MeetingNumber number) {
    return shows
        .apply(number)
        .thenApply(
            answer ->
                answer.<Answer<List<RecordingView>>>fold(
                    view ->
                        new Given<>(
                            view.recordings().stream()
                                .map(r -> RecordingView.of(view.key(), r))
                                .toList()),
                    no -> new Refused<>(no.reason(), no.text())));
  }

  @Override
  public CompletionStage<Answer<List<RecordingView>>> start(
      MeetingNumber number, NewRecording wanted) {
    return order(
        number, new ControlOrder.StartRecording(wanted.format().orElse(RecordingFormat.OPUS)));
  }

  @Override
  public CompletionStage<Answer<List<RecordingView>>> stop(MeetingNumber number) {
    return order(number, new ControlOrder.StopRecording());
  }

  private CompletionStage<Answer<List<RecordingView>>> order(
      MeetingNumber number, ControlOrder order) {
    return orders
        .apply(number, order)
        .thenCompose(
            answer ->
                answer.fold(
                    done -> list(number),
                    no -> CompletableFuture.completedStage(new Refused<>(no.reason(), no.text()))));
  }
}
