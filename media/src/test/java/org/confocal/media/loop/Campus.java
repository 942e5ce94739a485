package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.MediaListener;
import org.confocal.media.MediaSettings;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.net.PortPool;

/**
 * A plane of some loops that run by turns on one thread, each with a network in memory, and a clock
 * that the test turns.
 */
final class Campus {

  static final String ROOM = "room";

  final MediaSettings settings;
  final LoopThread[] loops;
  final LoopLoad[] loads;
  final Routes routes;
  final MediaLoops plane;
  final List<Phone> phones = new ArrayList<>();
  final List<String> told = new ArrayList<>();

  /** Loops that do not run. */
  final Set<Integer> stalled = new TreeSet<>();

  long stepNs = 5_000_000L;
  long nowNs = 7_000_000_000L;

  private final MemoryNetwork[] networks;
  private int addresses;

  /**
   * @param conferenceLegs how many legs of a conference a loop is given before another one
   */
  Campus(int count, int conferenceLegs) {
    this(count, conferenceLegs, MediaSettings.defaults());
  }

  Campus(int count, int conferenceLegs, MediaSettings from) {
    MediaSettings.Loops usual = from.loops();
    settings =
        from.with(
            new MediaSettings.Loops(
                count,
                usual.pollsPerFrame(),
                usual.commandQueue(),
                usual.lateAfter(),
                conferenceLegs));
    loops = new LoopThread[count];
    loads = new LoopLoad[count];
    Arrays.setAll(loads, i -> new LoopLoad());
    routes = new Routes(loads, conferenceLegs);
    networks = new MemoryNetwork[count];
    MediaSettings.Ports ports = settings.ports();
    PortPool pool = new PortPool(ports.first(), ports.last(), ports.quarantine().toNanos(), 0);
    LoopContext.Clocks clocks =
        new LoopContext.Clocks(() -> nowNs, () -> 1_800_000_000_000L + nowNs / 1_000_000);
    for (int i = 0; i < count; i++) {
      networks[i] = new MemoryNetwork();
      LoopContext context = new LoopContext(settings, networks[i], clocks, new Random(42 + i));
      MediaLoop loop = new MediaLoop(context, pool, routes, i);
      loops[i] = new LoopThread(loop, loads[i], () -> nowNs, "loop-" + i);
    }
    plane = new MediaLoops(loops, routes, OpusCodecs.choose(settings.opus().library()), () -> 0);
    plane.listener(new Notebook());
    work();
  }

  static SessionId id(String leg) {
    return new SessionId(ROOM, leg);
  }

  /** One turn of all loops. */
  void work() {
    for (int i = 0; i < loops.length; i++) {
      if (!stalled.contains(i)) {
        loops[i].loop.doWork(nowNs);
      }
    }
  }

  /** Gives a command and lets the loops work until its answer is there. */
  <T> T ask(Consumer<Consumer<T>> command) {
    List<T> answers = new ArrayList<>();
    command.accept(answers::add);
    work();
    if (answers.size() != 1) {
      throw new AssertionError("answers: " + answers);
    }
    return answers.get(0);
  }

  ReserveResult reserve(SessionId id, long epoch) {
    return ask(done -> plane.reserve(id, epoch, Reservation.on(Studio.address("10.0.1.1")), done));
  }

  Phone join(String name, double hz) {
    return join(name, hz, AudioCodec.PCMU);
  }

  /** A phone at an address of its own that is reserved and connected with epoch 1. */
  Phone join(String name, double hz, AudioCodec codec) {
    addresses++;
    InetSocketAddress at =
        new InetSocketAddress(
            Studio.address("10.1." + addresses / 250 + "." + (1 + addresses % 250)), 4000);
    ReserveResult.Reserved reserved = (ReserveResult.Reserved) reserve(id(name), 1);
    MemoryNetwork network = networks[loopOf(name)];
    Phone phone = new Phone(network, name, hz, codec, at, reserved.local());
    phones.add(phone);
    SessionParameters parameters = SessionParameters.plain(at, codec);
    this.<CommandResult>ask(done -> plane.connect(id(name), 1, parameters, done));
    return phone;
  }

  CommandResult leave(Phone phone) {
    phones.remove(phone);
    return ask(done -> plane.close(id(phone.name), 1, done));
  }

  int loopOf(String leg) {
    return routes.loopOf(id(leg));
  }

  /** How many legs of the room are on a loop. */
  long legsOn(int loop) {
    return loops[loop].loop.published(Counter.SESSIONS);
  }

  /** Lets time pass; phones send when their packet time is over. */
  void run(long millis) {
    for (long end = nowNs + millis * 1_000_000; nowNs < end; ) {
      nowNs += stepNs;
      for (Phone phone : phones) {
        if (phone.sending && nowNs % (phone.packetSamples * 125_000L) == 0) {
          phone.send(phone.nextPacket());
        }
      }
      work();
    }
  }

  /** What is heard from now on is kept. */
  void listen(long millis) {
    phones.forEach(Phone::forget);
    run(millis);
  }

  /** Whom a phone hears, of those who are there. */
  Set<String> hears(Phone listener) {
    Set<String> heard = new TreeSet<>();
    for (Phone talker : phones) {
      if (listener.hears(talker.hz) > 0.5 * Math.max(talker.amplitude, 800)) {
        heard.add(talker.name);
      }
    }
    return heard;
  }

  private final class Notebook implements MediaListener {
    @Override
    public void talkersChanged(String conferenceKey, Set<SessionId> talkers) {
      Set<String> legs = new TreeSet<>();
      talkers.forEach(talker -> legs.add(talker.leg()));
      told.add("talkers " + legs);
    }

    @Override
    public void played(String conferenceKey, String name) {
      told.add("played " + name);
    }

    @Override
    public void orphanClosed(SessionId id) {
      told.add("orphan " + id.leg());
    }

    @Override
    public void loopFailed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
