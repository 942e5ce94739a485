package org.confocal.load.sip;

import io.gatling.core.CoreComponents;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.session.Session;
import org.confocal.load.client.SipClient;
import org.confocal.load.client.SipUser;
import org.confocal.load.message.Credentials;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.runtime.BoxedUnit;

/** What an action of one scenario needs: the protocol and its client. */
final class SipComponents implements ProtocolComponents {
  /** Where a session keeps its SIP user. */
  static final String USER = "confocal.sip.user";

  static final ProtocolKey<SipProtocol, SipComponents> KEY = new Key();

  private final SipProtocol protocol;
  private final SipClient client;

  private static final class Key implements ProtocolKey<SipProtocol, SipComponents> {
    @Override
    @SuppressWarnings("unchecked") // as Gatling's own protocols do: the key is looked up by class
    public Class<Protocol> protocolClass() {
      return (Class<Protocol>) (Class<?>) SipProtocol.class;
    }

    @Override
    public SipProtocol defaultProtocolValue(GatlingConfiguration configuration) {
      throw new IllegalStateException(
          "no SIP protocol (expected: setUp(...).protocols(sip.target(...)))");
    }

    @Override
    public Function1<SipProtocol, SipComponents> newComponents(CoreComponents core) {
      return protocol -> new SipComponents(protocol, protocol.client(core));
    }
  }

  private SipComponents(SipProtocol protocol, SipClient client) {
    this.protocol = protocol;
    this.client = client;
  }

  SipProtocol protocol() {
    return protocol;
  }

  SipClient client() {
    return client;
  }

  /** The credentials of this session's user. */
  Credentials credentials(Session session) {
    return new Credentials(protocol.user().in(session), protocol.password().in(session));
  }

  @Override
  public Function1<Session, Session> onStart() {
    return session -> session.set(USER, new Holder());
  }

  @Override
  public Function1<Session, BoxedUnit> onExit() {
    return session -> {
      Option<Object> holder = session.attributes().get(USER);
      if (holder.isDefined()) {
        client.run(((Holder) holder.get())::leave);
      }
      return BoxedUnit.UNIT;
    };
  }

  static Holder holder(Session session) {
    Option<Object> holder = session.attributes().get(USER);
    if (holder.isEmpty()) {
      throw new IllegalArgumentException(
          "a session without SIP user (expected: one that was never reset)");
    }
    return (Holder) holder.get();
  }

  /** A place for the user, who is made by his first action: only then his name is known. */
  static final class Holder {
    private @Nullable SipUser user;

    /** On the client's loop only. */
    SipUser user(SipClient client, Credentials credentials) {
      if (user == null) {
        user = client.user(credentials);
      }
      return user;
    }

    void leave() {
      if (user != null) {
        user.leave();
      }
    }

    @Override
    public String toString() {
      return "a SIP user";
    }
  }
}
