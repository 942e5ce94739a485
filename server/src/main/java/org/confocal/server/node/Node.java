package org.confocal.server.node;

import com.typesafe.config.Config;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.PolicySettings;
import org.confocal.engine.user.ContactBook;
import org.confocal.persistence.Database;
import org.confocal.persistence.DatabaseUnavailable;
import org.confocal.persistence.PersistenceSettings;
import org.confocal.persistence.SchemaRefused;
import org.confocal.server.control.ActorDoor;
import org.confocal.server.control.ConferenceDoor;
import org.confocal.server.control.ControlPorts;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.PinnedCertificate;
import org.confocal.server.control.StopDoor;
import org.confocal.server.data.ControlFile;
import org.confocal.server.data.DataDirectory;
import org.confocal.server.data.DataRefused;
import org.confocal.server.metrics.NodeMetrics;
import org.confocal.server.settings.Layers;
import org.confocal.server.settings.Parting;
import org.confocal.server.settings.ServerSettings;
import org.confocal.sip.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node, from data directory to {@code Confocal is ready} and back. What was opened is closed in
 * the opposite order, also when the start fails half-way.
 */
public final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration START = Duration.ofSeconds(60);

  /** Each may wake a focus factory, with all the meetings of its organizer. */
  private static final int FEW = 50;

  private final Layers layers;
  private final ServerSettings settings;
  private final PersistenceSettings store;
  private final Wiring.Maker maker;
  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicBoolean leftOut = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Goodbye goodbye = new Goodbye();
  private boolean stopping;

  private Node(Layers layers, Wiring.Maker maker) {
    Config basic = layers.basic();
    this.layers = layers;
    this.settings = ServerSettings.from(basic);
    this.store = PersistenceSettings.from(basic);
    this.maker = maker;
  }

  /**
   * Prepares a node; nothing is opened yet.
   *
   * @throws IllegalArgumentException {@code key: value (expected: ...)}
   */
  public static Node of(Layers layers, Wiring.Maker maker) {
    return new Node(layers, maker);
  }

  /**
   * Starts and returns when the node is ready, having said so on {@code out}.
   *
   * @throws StartFailure with one line for the operator; everything is closed again, and a
   *     conference that was woken already waits for the next start
   */
  public void start(Path dataDir, PrintStream out) {
    try {
      run(dataDir, out);
    } catch (StartFailure clear) {
      closeAll();
      throw clear;
    } catch (IllegalArgumentException | DataRefused | SchemaRefused | DatabaseUnavailable clear) {
      closeAll();
      throw new StartFailure(String.valueOf(clear.getMessage()), clear);
    } catch (RuntimeException failed) {
      closeAll();
      throw new StartFailure("the node cannot start: " + failed, failed);
    }
  }

  /** Waits until the actor system has ended by itself or {@link #stop} is done. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** True when the node has ended because the others go on without it. */
  public boolean leftOut() {
    return leftOut.get();
  }

  /**
   * Ends everything in order, as a signal does; the second call waits for the first. An order that
   * came before it counts.
   */
  public void stop() {
    goodbye.order(settings.shutdown().onSignal());
    closeAll();
  }

  /** Whether a signal or an operator wanted the end. */
  public boolean wasToldToStop() {
    return goodbye.isOrdered();
  }

  private StopDoor.Leaving leave(ActorSystem<NotUsed> system, Parting ordered) {
    goodbye.order(ordered);
    new Thread(this::closeAll, "stop").start();
    return new StopDoor.Leaving(ProcessHandle.current().pid(), goodbye.parting(system));
  }

  private void closeAll() {
    ready.set(false);
    synchronized (closers) {
      stopping = true;
      while (!closers.isEmpty()) {
        try {
          closers.pop().run();
        } catch (RuntimeException failed) {
          LOG.warn("not closed in order error={}", failed.toString());
        }
      }
    }
    ended.countDown();
  }

  private void run(Path dataDir, PrintStream out) {
    if (store.embedded() && !settings.cluster().seedNodes().isEmpty()) {
      throw new StartFailure(
          "confocal.cluster.seed-nodes: "
              + settings.cluster().seedNodes()
              + " (expected: none with the embedded database; set confocal.persistence.url)");
    }
    requireToken();
    ClusterProof.require(settings.cluster());
    DataDirectory data = DataDirectory.open(dataDir);
    closeLater(data::close);
    ControlFile.remove(data.path());
    FreePort.require(
        "confocal.management", settings.management().host(), settings.management().port());
    ServerSettings.Address here = settings.cluster().address();
    FreePort.require("confocal.cluster", here.boundHost(), here.boundPort());
    Database database = Database.open(store, data.path());
    closeLater(database::close);
    Config config = NodeConfig.whole(layers, settings, store, data.path());
    Wiring wiring = maker.make(config);
    closeLater(wiring::close);
    NodeMetrics metrics = new NodeMetrics(Version.text());
    closeLater(metrics::close);
    Wiring.House house =
        new Wiring.House(
            config, settings, database, new RandomIds(), InstantSource.system(), metrics);
    CompletableFuture<Guardian.Started> started = new CompletableFuture<>();
    ActorSystem<NotUsed> system =
        ActorSystem.create(Guardian.create(wiring, house, started), NodeConfig.SYSTEM, config);
    closeLater(() -> end(system));
    system.getWhenTerminated().whenComplete((done, failure) -> ended.countDown());
    Guardian.Started running = Waiting.until(started, START, "the start of the actors");
    join(system, database);
    Wiring.Bound bound = Waiting.until(running.parts().bind(), START, "the start of SIP");
    open(new Opening(wiring, system, running, bound, data, house), out);
  }

  private void requireToken() {
    ServerSettings.Management management = settings.management();
    if (management.beyondLoopback() && management.token().isEmpty()) {
      throw new StartFailure(
          "confocal.management.token: empty (expected: 16 to 256 letters and digits, because"
              + " confocal.management.host is "
              + management.host()
              + ", which other machines can reach)");
    }
  }

  private record Opening(
      Wiring wiring,
      ActorSystem<NotUsed> system,
      Guardian.Started running,
      Wiring.Bound bound,
      DataDirectory data,
      Wiring.House house) {
    Database database() {
      return house.database();
    }
  }

  private void open(Opening opening, PrintStream out) {
    ActorSystem<NotUsed> system = opening.system();
    Duration timeout = settings.management().requestTimeout();
    ConferenceDoor conferences =
        new ConferenceDoor(
            opening.database().activeConferences(),
            opening.running().switchboard(),
            system.scheduler(),
            timeout,
            opening.running().parts()::quality);
    OperatorDoor operators = operators(opening, conferences, timeout);
    ServerSettings.Management given = settings.management();
    String token = given.token().isEmpty() ? new RandomIds().hex(64) : given.token();
    ControlPorts.of(system)
        .set(
            new ControlPorts.Ports(
                token,
                given.beyondLoopback(),
                operators,
                conferences,
                opening.database().callRecords(),
                ordered -> leave(system, ordered),
                () -> readiness(opening),
                opening.running().parts()::counters,
                opening.house().metrics()::text,
                timeout));
    goodbye.arrange(
        system,
        opening.running().parts(),
        conferences,
        settings.shutdown().onSignal(),
        () -> ready.set(false));
    Uri management = Waiting.until(manage(opening), START, "the start of Pekko Management");
    demo(opening.data(), operators);
    opening.data().explain();
    Runnable tell = control(opening, management.port(), token);
    closeLater(() -> ControlFile.remove(opening.data().path()));
    ready.set(true);
    tell.run(); // of a change since then nobody was told
    Banner banner =
        new Banner(
            opening.bound(),
            given.scheme() + "://" + given.host() + ":" + management.port(),
            settings.sip().domain(),
            opening.data().path() + " (" + store.shown(opening.data().path()) + ")",
            callable(operators));
    out.println(banner.text());
    out.println("Confocal is ready");
    out.flush();
  }

  /**
   * Beyond loopback with TLS; a connection has the certificate of the moment in which it begins.
   */
  private CompletionStage<Uri> manage(Opening opening) {
    PekkoManagement management = PekkoManagement.get(opening.system());
    if (!settings.management().beyondLoopback()) {
      return management.start();
    }
    TlsIdentity identity =
        opening
            .wiring()
            .identity()
            .orElseThrow(() -> new StartFailure("confocal.management.host: no certificate for it"));
    return management.start(
        s -> s.withHttpsConnectionContext(ConnectionContext.httpsServer(identity::https)));
  }

  /**
   * Tells the command line where the node is, and again when it has another certificate.
   *
   * @return what tells it once more
   */
  private Runnable control(Opening opening, int port, String token) {
    ServerSettings.Management management = settings.management();
    Path place = opening.data().path();
    ControlFile file =
        new ControlFile(
            ProcessHandle.current().pid(),
            management.scheme(),
            "",
            management.host(),
            port,
            token,
            Version.text());
    if (!management.beyondLoopback()) {
      file.write(place);
      return () -> {};
    }
    TlsIdentity identity = opening.wiring().identity().orElseThrow();
    Runnable tell =
        () -> file.withCertificate(PinnedCertificate.print(identity.certificate())).write(place);
    tell.run();
    identity.onChange(
        () -> {
          if (ready.get()) {
            tell.run();
          }
        });
    return tell;
  }

  private OperatorDoor operators(Opening opening, ConferenceDoor conferences, Duration timeout) {
    return new ActorDoor(
        new OperatorDoor.NodeView(
            Version.text(),
            settings.sip().domain(),
            settings.sip().realm(),
            opening.bound().callIn()),
        new ActorDoor.House(
            opening.database().users(),
            opening.database().dialNames(),
            opening.database().callRecords(),
            new ContactBook(
                opening.database().contactLists(), opening.running().parts().contactBounds()),
            opening.database().policies(PolicySettings.from(opening.house().config()).site()),
            conferences::endAllOf,
            opening.running().switchboard(),
            opening.system().scheduler(),
            timeout),
        () -> {});
  }

  private CompletionStage<Boolean> readiness(Opening opening) {
    if (!ready.get() || !opening.running().parts().ready()) {
      return CompletableFuture.completedStage(false);
    }
    return opening.database().ping().handle((answered, failure) -> failure == null);
  }

  /** The demo meeting, at the first start on empty data. */
  private void demo(DataDirectory data, OperatorDoor operators) {
    Duration timeout = settings.management().requestTimeout();
    if (!settings.demo().enabled()
        || !data.first()
        || !Waiting.until(operators.meetings(1), timeout, "the meetings").isEmpty()) {
      return;
    }
    OperatorDoor.NewMeeting meeting =
        new OperatorDoor.NewMeeting(
            Optional.empty(),
            Optional.empty(),
            Optional.of(settings.demo().number().value()),
            "Demo",
            Admission.LOOPBACK);
    Waiting.until(operators.create(meeting), timeout, "the demo meeting")
        .fold(
            made -> made.number(),
            no -> {
              LOG.warn("no demo meeting reason=\"{}\"", no.text());
              return "";
            });
  }

  /** A meeting that somebody without an account may call now. */
  private Optional<OperatorDoor.MeetingView> callable(OperatorDoor operators) {
    Duration timeout = settings.management().requestTimeout();
    return Waiting.until(operators.meetings(FEW), timeout, "the meetings").stream()
        .filter(meeting -> meeting.admission() != Admission.AUTHENTICATED)
        .findFirst();
  }

  private void join(ActorSystem<NotUsed> system, Database database) {
    CompletableFuture<Done> up = new CompletableFuture<>();
    org.apache.pekko.cluster.Cluster.get(system)
        .registerOnMemberUp(() -> up.complete(Done.getInstance()));
    org.apache.pekko.cluster.Cluster.get(system).registerOnMemberRemoved(this::removed);
    Joining joining =
        new Joining(system, database.clusterNodes(), settings.cluster(), !store.embedded());
    joining.begin(up, START);
    Waiting.until(up, START, "the cluster " + settings.cluster().seedNodes());
    if (!store.embedded()) {
      joining.stay();
    }
  }

  /** Also at an orderly end, when it is what was wanted. */
  private void removed() {
    if (ready.getAndSet(false)) {
      leftOut.set(true);
      LOG.error(
          "left out of the cluster: the others, or the lease, decided against this node; it ends"
              + " and may be started again seed-nodes={}",
          settings.cluster().seedNodes());
    }
  }

  private void end(ActorSystem<NotUsed> system) {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.ActorSystemTerminateReason$.MODULE$)
        .whenComplete((done, failure) -> system.terminate());
    Waiting.until(
        system.getWhenTerminated(), settings.shutdown().timeout(), "the end of the actor system");
  }

  private void closeLater(Runnable closer) {
    synchronized (closers) {
      if (stopping) {
        closer.run();
        throw new StartFailure("stopped while starting");
      }
      closers.push(closer);
    }
  }
}
