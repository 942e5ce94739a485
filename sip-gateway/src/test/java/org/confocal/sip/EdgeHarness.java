package org.confocal.sip;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.cluster.EngineDoors;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.jain.JainSipStack;
import org.confocal.sip.jain.SipBindException;
import org.confocal.sip.jain.SipStackSettings;
import org.confocal.sip.kit.SipPeer;

/**
 * An edge on a real stack whose engine is the test: what the edge says to it is noted, and the test
 * answers. There is one conference, number 9000 of dana, and there are the users dana, ravi and
 * 80123.
 */
final class EdgeHarness implements AutoCloseable {
  static final UserUri DANA = new UserUri("sip:dana@example.test");
  static final UserUri RAVI = new UserUri("sip:ravi@example.test");
  static final ConferenceUri CONFERENCE =
      new ConferenceUri(DANA, new ConferenceId("7F3A9C20B1D84E6F"));
  static final FocusKey KEY = FocusKey.of(CONFERENCE);
  static final LegTag TAG = new LegTag(KEY, 3, "0badcafe");
  static final String FOCUS_URI = CONFERENCE.text();
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final int DEADLINE_S = 5;
  private static final String PASSWORD = "correct-horse";

  /** What the edge said, and to whom. */
  record Word(Object to, Object command) {}

  private final BlockingQueue<Word> words;
  private final ActorTestKit kit;
  private final StackEvents events;
  private final boolean first;
  private final JainSipStack stack;
  private final ActorRef<EdgeProtocol.Command> edge;
  private volatile boolean disabled;

  /**
   * @param keys lines under {@code confocal.sip}
   */
  EdgeHarness(String... keys) {
    this(new LinkedBlockingQueue<>(), Optional.empty(), keys);
  }

  /** Another edge of the same cluster: what it says is noted here. */
  EdgeHarness beside(String... keys) {
    return new EdgeHarness(words, Optional.of(kit), keys);
  }

  private EdgeHarness(BlockingQueue<Word> words, Optional<ActorTestKit> beside, String... keys) {
    this.words = words;
    first = beside.isEmpty();
    String text =
        """
        confocal.sip {
          domain = "example.test"
          stack { listen = ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"], t1 = 20 ms, tcp.connect-limit = 300 ms }
          patience.ack-timeout = 1280 ms
          %s
        }
        """
            .formatted(String.join("\n", keys));
    Config config = ConfigFactory.parseString(text).withFallback(ConfigFactory.load()).resolve();
    kit = beside.orElseGet(() -> ActorTestKit.create("edge-test", config));
    events = new StackEvents();
    try {
      stack = JainSipStack.start(SipStackSettings.from(config), events);
    } catch (SipBindException e) {
      throw new AssertionError(e);
    }
    AtomicInteger ids = new AtomicInteger();
    edge =
        kit.spawn(
            SipEdge.create(
                events,
                stack,
                new SipGateway.Doors(
                    engine(),
                    numbers(),
                    users(),
                    policies(),
                    digits -> (first ? "0" : "b").repeat(digits - 1) + ids.incrementAndGet() % 10,
                    Clock.fixed(NOW, ZoneOffset.UTC)),
                SipSettings.from(config)));
    listens();
  }

  /** A datagram that comes before the edge listens is lost, and peers here say nothing twice. */
  private void listens() {
    TestProbe<EdgeProtocol.Attached> answer = kit.createTestProbe();
    FocusKey nobody = new FocusKey("a".repeat(20));
    edge.tell(new EdgeProtocol.Attach(1, nobody, List.of(), List.of(), answer.getRef()));
    answer.receiveMessage();
  }

  private EngineDoors engine() {
    return new EngineDoors() {
      @Override
      public void tell(FocusKey conference, FocusProtocol.Command command) {
        words.add(new Word(conference, command));
      }

      @Override
      public void tell(UserUri organizer, FocusFactoryProtocol.Command command) {
        words.add(new Word(organizer, command));
      }

      @Override
      public void tell(UserUri user, UserProtocol.Command command) {
        words.add(new Word(user, command));
      }
    };
  }

  private static DialNames numbers() {
    Map<MeetingNumber, ConferenceUri> known = Map.of(new MeetingNumber("9000"), CONFERENCE);
    return new DialNames() {
      @Override
      public CompletionStage<Boolean> claim(MeetingNumber number, ConferenceUri conference) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Void> release(ConferenceUri conference) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Void> releaseOthers(UserUri organizer, Set<ConferenceId> ids) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Optional<ConferenceUri>> find(MeetingNumber number) {
        return CompletableFuture.completedFuture(Optional.ofNullable(known.get(number)));
      }

      @Override
      public CompletionStage<List<DialNames.Entry>> list(int limit) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** From now on no user may sign in. */
  void disableAll() {
    disabled = true;
  }

  private static UserDirectory.Credentials disabled(UserDirectory.Credentials of) {
    return new UserDirectory.Credentials(of.name(), of.realm(), of.ha1Md5(), of.ha1Sha256(), true);
  }

  /** Everybody has the same. */
  static ConferencePolicies policies() {
    return new ConferencePolicies() {
      @Override
      public CompletionStage<ConferencePolicy> of(UserUri user) {
        return CompletableFuture.completedFuture(
            new ConferencePolicy("small", 7, false, true, true));
      }

      @Override
      public CompletionStage<List<ConferencePolicy>> list(int limit) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Optional<ConferencePolicy>> find(String name) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Void> put(ConferencePolicy policy) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Boolean> assign(UserUri user, String name) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private UserDirectory users() {
    return new UserDirectory() {
      @Override
      public CompletionStage<Optional<Credentials>> find(String name) {
        return CompletableFuture.completedFuture(
            Optional.of(name)
                .filter(Set.of("dana", "ravi", "80123")::contains)
                .map(user -> disabled ? disabled(credentials(user)) : credentials(user)));
      }

      @Override
      public CompletionStage<Boolean> put(Credentials user) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Standing> standing(String name) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Boolean> disable(String name, boolean disabled) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Boolean> remove(String name) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<List<UserDirectory.Entry>> list(int limit) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static UserDirectory.Credentials credentials(String name) {
    String text = name + ":confocal:" + PASSWORD;
    return new UserDirectory.Credentials(
        name, "confocal", DigestAlgorithm.MD5.hash(text), DigestAlgorithm.SHA_256.hash(text));
  }

  /** The proof of a user that answers a challenge. */
  static String proof(String challenge, String user, String method, String uri, int count) {
    AuthParams p = AuthParams.parse(challenge).orElseThrow();
    String nc = "%08x".formatted(count);
    String ha2 = DigestAlgorithm.MD5.hash(method + ":" + uri);
    String response =
        DigestAlgorithm.MD5.hash(
            String.join(":", credentials(user).ha1Md5(), p.get("nonce"), nc, "0a4f", "auth", ha2));
    return "Digest username=\"%s\", realm=\"confocal\", nonce=\"%s\", uri=\"%s\", qop=auth,"
            .formatted(user, p.get("nonce"), uri)
        + " nc=%s, cnonce=\"0a4f\", response=\"%s\"".formatted(nc, response);
  }

  /** The next thing that the edge says, which must be of this kind. */
  <T> T said(Class<T> kind) {
    return kind.cast(word(kind).command());
  }

  /** What the factory of the conference is asked to route. */
  <T extends FocusProtocol.Routed> T routed(Class<T> kind) {
    Word word = word(FocusFactoryProtocol.Route.class);
    FocusFactoryProtocol.Route route = (FocusFactoryProtocol.Route) word.command();
    if (!word.to().equals(DANA) || !route.id().equals(CONFERENCE.id())) {
      throw new AssertionError("routed elsewhere: " + word);
    }
    return kind.cast(route.command());
  }

  /** The next word, and whom it was for; what is said of connections comes in between. */
  Word word(Class<?> kind) {
    try {
      Word word = words.poll(DEADLINE_S, TimeUnit.SECONDS);
      while (word != null && isAside(word) && !kind.isInstance(word.command())) {
        word = words.poll(DEADLINE_S, TimeUnit.SECONDS);
      }
      if (word != null && kind.isInstance(word.command())) {
        return word;
      }
      throw new AssertionError("expected " + kind.getSimpleName() + " but got " + word);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Tells whether everything that the edge has said was looked at. */
  boolean isQuiet() {
    return words.stream().allMatch(EdgeHarness::isAside);
  }

  /** Tells whether no conference was told that a connection is gone. */
  boolean noConnectionIsLost() {
    return words.stream().noneMatch(w -> w.command() instanceof FocusProtocol.CutOff);
  }

  /** What is said of connections, beside what they are used for. */
  private static boolean isAside(Word word) {
    return word.command() instanceof FocusProtocol.CutOff
        || word.command() instanceof FocusProtocol.Comes;
  }

  void tell(EdgeProtocol.Command command) {
    edge.tell(command);
  }

  <T> TestProbe<T> probe(Class<T> kind) {
    return kit.createTestProbe(kind);
  }

  ActorRef<EdgeProtocol.Command> ref() {
    return edge;
  }

  /** Its actor ends as if its node had died; to be closed all the same. */
  void dies() {
    kit.stop(edge);
  }

  JainSipStack stack() {
    return stack;
  }

  int port(String transport) {
    return stack.listening().stream()
        .filter(b -> b.transport().equals(transport))
        .findFirst()
        .orElseThrow()
        .port();
  }

  SipPeer udp() {
    return SipPeer.udp("127.0.0.1", port("udp"));
  }

  SipPeer tcp() {
    return SipPeer.tcp("127.0.0.1", port("tcp"));
  }

  /** A dialog with ravi at this peer. */
  static Dialog dialog(SipPeer peer, String transport, LegTag tag) {
    return new Dialog(
        "call-" + tag.leg(),
        tag,
        "r1",
        "<sip:9000@example.test>",
        "\"Ravi\" <sip:ravi@example.test>",
        "sip:ravi@127.0.0.1:" + peer.port(),
        "sip:c-" + KEY + "@127.0.0.1:5060",
        List.of(),
        1,
        new PeerAddress(transport, "127.0.0.1", peer.port()),
        false);
  }

  /** As a node does that stops: the edge lives on for a while. */
  void closesItsDoor() {
    new SipGateway(events, stack).close();
  }

  @Override
  public void close() {
    stack.close();
    if (first) {
      kit.shutdownTestKit();
    }
  }
}
