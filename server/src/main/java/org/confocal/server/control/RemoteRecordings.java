package org.confocal.server.control;

import com.fasterxml.jackson.core.type.TypeReference;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.id.MeetingNumber;

/** The recordings of another process on this machine. */
record RemoteRecordings(RemoteDoor door) implements RecordingDoor {
  @Override
  public CompletionStage<Answer<List<RecordingView>>> list(MeetingNumber number) {
    return listed(request(number).GET());
  }

  @Override
  public CompletionStage<Answer<List<RecordingView>>> start(
      MeetingNumber number, NewRecording wanted) {
    return listed(request(number).POST(RemoteDoor.json(wanted)));
  }

  @Override
  public CompletionStage<Answer<List<RecordingView>>> stop(MeetingNumber number) {
    return listed(request(number).DELETE());
  }

  private HttpRequest.Builder request(MeetingNumber number) {
    return door.request("meetings/" + number + "/recordings");
  }

  private CompletionStage<Answer<List<RecordingView>>> listed(HttpRequest.Builder request) {
    return door.answer(request, new TypeReference<List<RecordingView>>() {});
  }
}
