package org.confocal.load.sip;

import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.Protocol;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.confocal.load.client.Counters;
import org.confocal.load.client.NettyWires;
import org.confocal.load.client.SipClient;
import org.confocal.load.client.SipSettings;
import org.jspecify.annotations.Nullable;

/** The protocol with its client, which all scenarios of a simulation share. */
public final class SipProtocol implements Protocol {
  private final SipSettings settings;
  private final Text user;
  private final Text password;
  private final Figures figures = new Figures();
  private @Nullable SipClient client;

  SipProtocol(SipSettings settings, Text user, Text password) {
    this.settings = settings;
    this.user = user;
    this.password = password;
  }

  Text user() {
    return user;
  }

  Text password() {
    return password;
  }

  /** What was measured so far. */
  public Figures figures() {
    return figures;
  }

  /** What the client has seen; null before the first request. */
  public synchronized @Nullable Counters counters() {
    return client == null ? null : client.counters();
  }

  synchronized SipClient client(CoreComponents core) {
    if (client == null) {
      client = start(core);
    }
    return client;
  }

  private SipClient start(CoreComponents core) {
    MultiThreadIoEventLoopGroup threads =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    EventLoop loop = (EventLoop) threads.next();
    String local = localHost();
    DatagramSocket sink = mediaSink(local);
    NettyWires wires = new NettyWires(settings, local, loop);
    core.actorSystem()
        .registerOnTermination(
            () -> {
              wires.close();
              sink.close();
              return threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            });
    return new SipClient(settings, loop, wires, core.clock()::nowMillis, sink.getLocalPort());
  }

  /** The address from which the target is reached. */
  private String localHost() {
    if (!settings.route().local().isEmpty()) {
      return settings.route().local();
    }
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.connect(settings.route().target()); // sends nothing
      return probe.getLocalAddress().getHostAddress();
    } catch (IOException e) {
      throw new UncheckedIOException("no way to " + settings.route().target(), e);
    }
  }

  /** Sound comes here and is read by nobody: the system drops what does not fit. */
  @SuppressWarnings("AddressSelection") // a literal address
  private static DatagramSocket mediaSink(String local) {
    try {
      DatagramSocket sink =
          new DatagramSocket(new InetSocketAddress(InetAddress.getByName(local), 0));
      sink.setReceiveBufferSize(4096);
      return sink;
    } catch (IOException e) {
      throw new UncheckedIOException("no UDP port for sound at " + local, e);
    }
  }
}
