package org.confocal.engine.focus;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.id.FocusKey;

/**
 * All that a focus holds beside its stored state. Made anew with each recovery: when the journal
 * has failed, the actor starts again with the same object of its behaviour, but its children and
 * whatever was on its way are gone.
 */
final class FocusParts {
  final FocusMouth mouth;
  final GateKeeper keeper;
  final Lobby lobby;
  final PendingRequests pending = new PendingRequests();
  final SessionChanges changes;
  final ConferenceLife life;
  final Introductions introductions;
  final Subscriptions subscriptions;
  final Joins joins;
  final Departures departures;
  final Chats chats;
  final DialOuts dialOuts;
  final Controls controls;
  final Recorder recorder;
  final Referrals referrals;
  final DialogRequests dialogs;
  final McuEvents mcuEvents;
  final LifeWatch watch;
  final Rerouting rerouting;
  final RequestResults results;
  final SoundOrders sounds;
  final SoundDesk desk;
  final Talkers talkers;

  FocusParts(
      ActorContext<FocusProtocol.Command> context,
      ActorRef<ClusterSharding.ShardCommand> shard,
      FocusKey key,
      Focus.Environment env) {
    this.mouth = new FocusMouth(context, key, env);
    this.changes = new SessionChanges(mouth, pending, env.settings().requestTimeout());
    this.life = new ConferenceLife(context, shard, key, env, mouth, pending);
    this.introductions = new Introductions(mouth, changes);
    this.subscriptions = new Subscriptions(context, env, mouth, life, Conference.idle(key));
    this.keeper = new GateKeeper(this, context, env);
    this.lobby = new Lobby(this, context, env);
    this.joins = new Joins(this, context, env);
    this.departures = new Departures(this, context, env);
    this.chats = new Chats(this, context, env);
    this.dialOuts = new DialOuts(this, context, env);
    this.controls = new Controls(this, context, env);
    this.recorder = new Recorder(this, context, env);
    this.referrals = new Referrals(this, context, env);
    this.dialogs = new DialogRequests(this, env);
    this.mcuEvents = new McuEvents(this, context, env);
    this.watch = new LifeWatch(this, context, env);
    this.rerouting = new Rerouting(this, env);
    this.results = new RequestResults(this, env);
    this.sounds = new SoundOrders(this, context, env);
    this.desk = new SoundDesk(mouth);
    this.talkers = new Talkers(context, subscriptions, env.settings().roster().speaking());
  }

  /** These events are stored and their step is done: whoever has to know of it is told. */
  void stored(Conference state, List<ConferenceEvent> events) {
    desk.stored(state, events);
    if (!state.active()) {
      sounds.forsaken();
    }
    subscriptions.stored(state, events);
    watch.arm(state);
  }
}
