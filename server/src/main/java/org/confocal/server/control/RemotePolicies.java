package org.confocal.server.control;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.meeting.ConferencePolicy;

/** The policies of another process on this machine. */
record RemotePolicies(RemoteDoor door) implements PolicyDoor {
  @Override
  public CompletionStage<List<ConferencePolicy>> list(int limit) {
    return door.value(
            door.request("policies").GET(), new TypeReference<List<ConferencePolicy>>() {})
        .thenApply(all -> all.stream().limit(limit).toList());
  }

  @Override
  public CompletionStage<Answer<ConferencePolicy>> show(String name) {
    return door.answer(
        door.request("policies/" + RemoteDoor.escaped(name)).GET(), ConferencePolicy.class);
  }

  @Override
  public CompletionStage<Answer<ConferencePolicy>> of(String user) {
    return door.answer(
        door.request("policies/of/" + RemoteDoor.escaped(user)).GET(), ConferencePolicy.class);
  }

  @Override
  public CompletionStage<Answer<ConferencePolicy>> set(ConferencePolicy policy) {
    return door.answer(
        door.request("policies").POST(RemoteDoor.json(policy)), ConferencePolicy.class);
  }

  @Override
  public CompletionStage<Answer<Assigned>> assign(String user, String policy) {
    return door.answer(
        door.request("policies/of").POST(RemoteDoor.json(new Assigned(user, policy))),
        Assigned.class);
  }
}
