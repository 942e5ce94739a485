package org.confocal.server.node;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.confocal.engine.cluster.Engine;
import org.confocal.engine.cluster.EngineSettings;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.Foci;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.user.Users;
import org.confocal.mcu.McuSettings;
import org.confocal.mcu.Mcus;
import org.confocal.mcu.MediaNode;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaPlane;
import org.confocal.media.MediaSettings;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.loop.MediaLoops;
import org.confocal.server.control.LegQuality;
import org.confocal.server.control.Switchboard;
import org.confocal.server.settings.MediaPlaneSettings;
import org.confocal.server.settings.Parting;
import org.confocal.server.settings.ServerSettings;
import org.confocal.sip.SipGateway;
import org.confocal.sip.SipSettings;
import org.confocal.sip.jain.SipBindException;
import org.confocal.sip.jain.SipStackSettings;
import org.confocal.sip.tls.TlsIdentity;
import org.confocal.sip.tls.TlsSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole node: engine, media and SIP. Ports of SIP and the media plane are made before the actor
 * system, so that a port in use is known at once and the media plane can outlive the actors.
 */
public final class FullHouse implements Wiring {
  private static final Logger LOG = LoggerFactory.getLogger(FullHouse.class);

  /** How the system tells a socket that listens on all addresses of both families. */
  private static final String ANY_V6 = "[0:0:0:0:0:0:0:0]";

  private final EngineSettings engineSettings;
  private final SipSettings sipSettings;
  private final McuSettings mcuSettings;
  private final Optional<TlsIdentity> identity;
  private final SipGateway gateway;
  private final MediaPlane media;

  /** Media ends without a word when its streams are to go on after the next start. */
  private final AtomicBoolean silent = new AtomicBoolean();

  public FullHouse(Config config) {
    this.engineSettings = EngineSettings.from(config);
    this.sipSettings = SipSettings.from(config);
    this.mcuSettings = McuSettings.from(config);
    MediaPlaneSettings mediaSettings = MediaPlaneSettings.from(config);
    SipStackSettings stack = SipStackSettings.from(config);
    this.identity = identity(config, stack);
    try {
      this.gateway =
          identity.isPresent() ? SipGateway.bind(stack, identity.get()) : SipGateway.bind(stack);
    } catch (SipBindException inUse) {
      identity.ifPresent(TlsIdentity::close);
      throw new StartFailure(String.valueOf(inUse.getMessage()), inUse);
    }
    this.media = media(mediaSettings.media(), mcuSettings.codecs().contains(AudioCodec.OPUS));
  }

  private static MediaPlane media(MediaSettings settings, boolean opusAllowed) {
    try {
      MediaLoops loops = MediaLoops.start(settings, System::nanoTime, System::currentTimeMillis);
      LOG.info(
          "opus found library={} version={}",
          loops.opus().library().name().toLowerCase(Locale.ROOT),
          loops.opus().version());
      if (opusAllowed && loops.opus().library() == OpusCodecs.Library.JAVA) {
        LOG.warn(
            "opus is in pure Java: it needs several times the time of libopus and makes garbage;"
                + " install libopus (libopus0) or take opus out of confocal.mcu.codecs");
      }
      return loops;
    } catch (IllegalArgumentException noOpus) {
      throw new StartFailure("confocal." + noOpus.getMessage(), noOpus);
    }
  }

  private static Optional<TlsIdentity> identity(Config config, SipStackSettings stack) {
    boolean sip = stack.listen().stream().anyMatch(b -> b.transport().equals("tls"));
    if (!sip && !ServerSettings.from(config).management().beyondLoopback()) {
      return Optional.empty();
    }
    Path data = Path.of(config.getString("confocal.data"));
    try {
      return Optional.of(
          TlsIdentity.load(TlsSettings.from(config, data)).watched(InstantSource.system()));
    } catch (IOException clear) {
      throw new StartFailure(String.valueOf(clear.getMessage()), clear);
    }
  }

  @Override
  public Optional<TlsIdentity> identity() {
    return identity;
  }

  @Override
  public Parts start(ActorContext<?> guardian, House house) {
    ActorRef<MediaNode.Command> node =
        guardian.spawn(
            Behaviors.supervise(MediaNode.create(media)).onFailure(SupervisorStrategy.restart()),
            "media-node");
    Engine engine =
        Engine.start(
            guardian,
            new Engine.Doors(
                house.database().dialNames(),
                house.database().users(),
                house.database().contactLists(),
                house.database().activeConferences(),
                house.database().meetingOwners(),
                house.database().policies(engineSettings.policy().site()),
                Mcus.here(node, mcuSettings),
                house.ids(),
                house.clock(),
                house.metrics()),
            engineSettings);
    house.metrics().media(media::counters);
    house.metrics().legs(media::inventory);
    house.metrics().sip(gateway::counters);
    return new Running(guardian, house, engine);
  }

  @Override
  public void close() {
    gateway.close();
    if (silent.get()) {
      media.leave();
    } else {
      media.close();
    }
    identity.ifPresent(TlsIdentity::close);
  }

  private final class Running implements Parts {
    private final Engine engine;
    private final ActorRef<EdgeProtocol.Command> edge;
    private final Scheduler scheduler;
    private final Duration patience;
    private final AtomicReference<@Nullable Bound> bound = new AtomicReference<>();

    /** The edge takes calls from now on, also what has come since the ports were bound. */
    private Running(ActorContext<?> guardian, House house, Engine engine) {
      this.engine = engine;
      this.edge =
          guardian.spawn(
              gateway.edge(
                  new SipGateway.Doors(
                      engine,
                      house.database().dialNames(),
                      house.database().users(),
                      house.database().policies(engineSettings.policy().site()),
                      house.ids(),
                      house.clock()),
                  sipSettings),
              "sip-edge");
      this.scheduler = guardian.getSystem().scheduler();
      ActorSystem<Void> system = guardian.getSystem();
      CompletionStage<Void> unused = gateway.broken().thenAccept(why -> system.terminate());
      this.patience = house.settings().shutdown().goodbyeTimeout();
      List<String> listening = gateway.listening();
      bound.set(
          new Bound(
              listening.stream().map(l -> l.replace(ANY_V6, "*")).toList(), callIn(listening)));
    }

    @Override
    public Switchboard.Factories factories() {
      return engine::tell;
    }

    @Override
    public Foci foci() {
      return engine;
    }

    @Override
    public Users users() {
      return engine::tell;
    }

    @Override
    public ContactList.Bounds contactBounds() {
      return engineSettings.user().presence().contacts();
    }

    @Override
    public CompletionStage<Bound> bind() {
      Bound now = bound.get();
      return now == null
          ? CompletableFuture.failedStage(new StartFailure("SIP is not bound"))
          : CompletableFuture.completedStage(now);
    }

    @Override
    public boolean ready() {
      return bound.get() != null;
    }

    @Override
    public Map<String, Object> counters() {
      return Map.of("media", media.counters(), "sip", gateway.counters());
    }

    @Override
    public List<LegQuality> quality(FocusKey conference) {
      return LegQuality.of(conference, media.inventory());
    }

    @Override
    public CompletionStage<Done> goodbye(Parting parting) {
      silent.set(parting != Parting.BYE);
      return AskPattern.<EdgeProtocol.Command, Done>ask(
              edge, EdgeProtocol.Drain::new, patience, scheduler)
          .exceptionally(notInTime -> Done.getInstance());
    }

    @Override
    public CompletionStage<Done> unbind() {
      bound.set(null);
      gateway.close();
      edge.tell(new EdgeProtocol.Close());
      return CompletableFuture.completedStage(Done.getInstance());
    }
  }

  /** Where to call: loopback first, then the addresses of this machine, for each listener. */
  private static List<String> callIn(List<String> listening) {
    List<String> addresses = new ArrayList<>();
    boolean onlyTls = listening.stream().allMatch(FullHouse::isTls);
    for (String listener : listening) {
      if (isTls(listener) && !onlyTls) {
        continue; // the others are simpler to dial
      }
      String hostAndPort = listener.substring(listener.indexOf(':') + 1);
      int colon = hostAndPort.lastIndexOf(':');
      String host = hostAndPort.substring(0, colon);
      String port = hostAndPort.substring(colon);
      if (!isAny(host)) {
        addresses.add(hostAndPort);
      } else {
        addresses.add("127.0.0.1" + port);
        ownAddresses().forEach(a -> addresses.add(a + port));
      }
    }
    return addresses.stream().distinct().toList();
  }

  private static boolean isTls(String listener) {
    return listener.startsWith("tls:");
  }

  private static boolean isAny(String host) {
    return host.equals("0.0.0.0") || host.equals("[::]") || host.equals(ANY_V6);
  }

  private static List<String> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(
              a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress() && a.getAddress().length == 4)
          .map(java.net.InetAddress::getHostAddress)
          .toList();
    } catch (SocketException none) {
      return List.of();
    }
  }
}
