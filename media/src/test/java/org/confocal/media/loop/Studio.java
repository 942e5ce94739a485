package org.confocal.media.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.confocal.media.net.PortPool;

/**
 * One loop with a network in memory and a clock that the test turns: a conference with phones, on
 * one thread.
 */
final class Studio {

  static final String ROOM = "room";
  static final long STEP_NS = 5_000_000L;

  final MediaSettings settings;
  final MemoryNetwork network = new MemoryNetwork();
  final MediaLoop loop;
  final List<Phone> phones = new ArrayList<>();
  final List<String> told = new ArrayList<>();

  long nowNs = 7_000_000_000L;
  double lossShare;
  private final CodecPool codecs;
  private boolean stalled;
  Random dice = new Random(1);

  private final Map<String, SessionParameters> connected = new HashMap<>();
  private final List<Runnable> afterStep = new ArrayList<>();

  Studio() {
    this(MediaSettings.defaults());
  }

  Studio(MediaSettings settings) {
    this.settings = settings;
    MediaSettings.Ports ports = settings.ports();
    PortPool pool = new PortPool(ports.first(), ports.last(), ports.quarantine().toNanos(), 0);
    LoopContext.Clocks clocks =
        new LoopContext.Clocks(() -> nowNs, () -> 1_800_000_000_000L + nowNs / 1_000_000);
    LoopContext context = new LoopContext(settings, network, clocks, new Random(42));
    this.codecs = context.codecs;
    this.loop = new MediaLoop(context, pool);
    loop.listener().replace(new Notebook());
    loop.doWork(nowNs);
  }

  CodecPool pool() {
    return codecs;
  }

  static SessionId id(String leg) {
    return new SessionId(ROOM, leg);
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  ReserveResult reserve(String leg, long epoch, Reservation wish) {
    List<ReserveResult> results = new ArrayList<>();
    loop.onReserve(id(leg), epoch, wish, results::add);
    return results.get(0);
  }

  CommandResult connect(String leg, long epoch, SessionParameters parameters) {
    connected.put(leg, parameters);
    List<CommandResult> results = new ArrayList<>();
    loop.onConnect(id(leg), epoch, parameters, results::add);
    return results.get(0);
  }

  CommandResult waits(String leg, long epoch, boolean waits) {
    return connect(leg, epoch, Objects.requireNonNull(connected.get(leg)).waiting(waits));
  }

  /** A command to one leg. */
  CommandResult tell(String leg, Consumer<MediaSession> command) {
    List<CommandResult> results = new ArrayList<>();
    loop.onSession(id(leg), 1, results::add, command);
    return results.get(0);
  }

  /** A command to the conference. */
  CommandResult tellAll(Consumer<MediaConference> command) {
    List<CommandResult> results = new ArrayList<>();
    loop.onConference(ROOM, 1, results::add, command);
    return results.get(0);
  }

  CommandResult close(String leg, long epoch) {
    List<CommandResult> results = new ArrayList<>();
    loop.onClose(id(leg), epoch, results::add);
    return results.get(0);
  }

  Phone join(String name, double hz) {
    return join(name, hz, AudioCodec.PCMU);
  }

  /** A phone at an address of its own that is reserved and connected with epoch 1. */
  Phone join(String name, double hz, AudioCodec codec) {
    return join(name, hz, codec, Reservation.ANY);
  }

  /** The same as {@code name} under an SSRC that we had. */
  Phone joinAgain(String name, long ssrc) {
    return join(name, 440, AudioCodec.PCMU, ssrc);
  }

  private Phone join(String name, double hz, AudioCodec codec, long ssrc) {
    InetSocketAddress at = new InetSocketAddress(address("10.0.0." + (phones.size() + 1)), 4000);
    Reservation wish = new Reservation(address("10.0.1.1"), Reservation.ANY, ssrc);
    ReserveResult result = reserve(name, 1, wish);
    InetSocketAddress local = ((ReserveResult.Reserved) result).local();
    Phone phone = new Phone(network, name, hz, codec, at, local);
    phones.add(phone);
    connect(name, 1, parameters(phone));
    return phone;
  }

  static SessionParameters parameters(Phone phone) {
    return SessionParameters.plain(phone.address, phone.codec);
  }

  void afterEachStep(Runnable work) {
    afterStep.add(work);
  }

  /** Time passes and phones send, but the loop does not run. */
  void stall(long millis) {
    stalled = true;
    run(millis);
    stalled = false;
  }

  /** Lets time pass in steps of 5 ms; phones send when 20 ms (or their packet time) are over. */
  void run(long millis) {
    for (long end = nowNs + millis * 1_000_000; nowNs < end; ) {
      nowNs += STEP_NS;
      for (Phone phone : phones) {
        long packetNs = phone.packetSamples * 125_000L;
        if (phone.sending && nowNs % packetNs == 0) {
          byte[] packet = phone.nextPacket();
          if (dice.nextDouble() >= lossShare) {
            phone.send(packet);
          }
        }
      }
      if (!stalled) {
        loop.doWork(nowNs);
      }
      afterStep.forEach(Runnable::run);
    }
  }

  void forgetAll() {
    phones.forEach(Phone::forget);
  }

  long count(Counter counter) {
    return loop.published(counter);
  }

  private final class Notebook implements MediaListener {
    @Override
    public void firstPacket(SessionId id) {
      told.add("first " + id.leg());
    }

    @Override
    public void dtmf(SessionId id, char digit, int durationMs) {
      told.add("dtmf " + id.leg() + " " + digit + " " + durationMs);
    }

    @Override
    public void streamLost(SessionId id, long silentForNs) {
      told.add("lost " + id.leg());
    }

    @Override
    public void streamBack(SessionId id) {
      told.add("back " + id.leg());
    }

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
    public void played(SessionId id, String name) {
      told.add("played " + name + " to " + id.leg());
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
