package org.confocal.load.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.confocal.load.message.MessageFormatException;
import org.confocal.load.message.SipMessage;
import org.jspecify.annotations.Nullable;

/** Wires of Netty: one UDP socket for all, or TCP connections. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells failures to the handlers
public final class NettyWires implements Wires {
  private static final int CONNECT_LIMIT_MS = 5000;
  private static final int SOCKET_BUFFER = 4 * 1024 * 1024;
  private static final WriteBufferWaterMark MOST_UNSENT =
      new WriteBufferWaterMark(512 * 1024, 1024 * 1024);
  private static final int MOST_DATAGRAM = 65_535;
  private static final String TARGET_LOST = "connection lost: ";

  private final SipSettings settings;
  private final String localHost;
  private final EventLoop loop;
  private final List<TcpWire> shared = new ArrayList<>();
  private @Nullable UdpWire udp;
  private int next;

  /**
   * Wires on the client's loop.
   *
   * @param localHost our address, as it stands in Via and Contact
   */
  public NettyWires(SipSettings settings, String localHost, EventLoop loop) {
    this.settings = settings;
    this.localHost = localHost;
    this.loop = loop;
  }

  @Override
  public void open(SipClient client, Consumer<Wire> opened, Consumer<String> failed) {
    if (!settings.route().tcp()) {
      openUdp(client, opened, failed);
    } else if (settings.route().connections() > 0
        && shared.size() >= settings.route().connections()) {
      next = (next + 1) % shared.size();
      opened.accept(shared.get(next));
    } else {
      openTcp(client, opened, failed);
    }
  }

  private void openUdp(SipClient client, Consumer<Wire> opened, Consumer<String> failed) {
    if (udp != null) {
      opened.accept(udp);
      return;
    }
    UdpWire wire = new UdpWire(client);
    ChannelFuture bound =
        new Bootstrap()
            .group(loop)
            .channel(NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
            .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new io.netty.channel.FixedRecvByteBufAllocator(MOST_DATAGRAM))
            .handler(wire)
            .bind(localHost, 0);
    then(
        bound,
        channel -> {
          UdpWire first = udp == null ? wire : udp; // several users may have asked at once
          if (udp == null) {
            wire.channel = channel;
            udp = wire;
          } else {
            channel.close();
          }
          opened.accept(first);
        },
        failed);
  }

  private void openTcp(SipClient client, Consumer<Wire> opened, Consumer<String> failed) {
    TcpWire wire = new TcpWire(client);
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MS)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MOST_UNSENT)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new MessageFramer(), wire);
                  }
                })
            .connect(settings.route().target(), new InetSocketAddress(localHost, 0));
    then(
        connected,
        channel -> {
          wire.channel = channel;
          if (settings.route().connections() > 0) {
            shared.add(wire);
          }
          opened.accept(wire);
        },
        failed);
  }

  private void then(ChannelFuture future, Consumer<Channel> done, Consumer<String> failed) {
    future.addListener(
        (ChannelFutureListener)
            f -> {
              if (f.isSuccess()) {
                done.accept(f.channel());
              } else {
                failed.accept("no connection to " + settings.route().target() + ": " + f.cause());
              }
            });
  }

  private static String local(@Nullable Channel channel) {
    if (channel == null || !(channel.localAddress() instanceof InetSocketAddress address)) {
      return "127.0.0.1:0";
    }
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  @Override
  public void close() {
    if (udp != null && udp.channel != null) {
      udp.channel.close();
    }
    List.copyOf(shared).forEach(TcpWire::close);
  }

  private final class UdpWire extends SimpleChannelInboundHandler<DatagramPacket> implements Wire {
    private final SipClient client;
    private @Nullable Channel channel;

    UdpWire(SipClient client) {
      this.client = client;
    }

    @Override
    public void send(SipMessage message) {
      if (channel != null) {
        ByteBuf bytes = Unpooled.copiedBuffer(message.text(), StandardCharsets.UTF_8);
        channel.writeAndFlush(
            new DatagramPacket(bytes, settings.route().target()), channel.voidPromise());
      }
    }

    @Override
    public String transport() {
      return "UDP";
    }

    @Override
    public String hostPort() {
      return local(channel);
    }

    @Override
    public void release() {
      // Everybody uses it.
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      String text = packet.content().toString(StandardCharsets.UTF_8);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        if (!text.isBlank()) {
          client.malformed();
        }
        return;
      }
      try {
        client.receive(SipMessage.parse(text.substring(0, end), text.substring(end + 4)), this);
      } catch (MessageFormatException noSip) {
        client.malformed();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // An ICMP message of an earlier datagram; what was lost is repeated.
    }
  }

  private final class TcpWire extends SimpleChannelInboundHandler<SipMessage> implements Wire {
    private final SipClient client;
    private @Nullable Channel channel;

    TcpWire(SipClient client) {
      this.client = client;
    }

    @Override
    public void send(SipMessage message) {
      if (channel != null && !channel.isWritable()) {
        channel.close(); // the server does not read: nothing is gathered for it
      } else if (channel != null) {
        channel.writeAndFlush(
            Unpooled.copiedBuffer(message.text(), StandardCharsets.UTF_8), channel.voidPromise());
      }
    }

    @Override
    public String transport() {
      return "TCP";
    }

    @Override
    public String hostPort() {
      return local(channel);
    }

    @Override
    public void release() {
      if (!shared.contains(this)) {
        close();
      }
    }

    void close() {
      if (channel != null) {
        channel.close();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, SipMessage message) {
      client.receive(message, this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      shared.remove(this);
      client.lost(this, TARGET_LOST + settings.route().target());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause.getCause() instanceof MessageFormatException) {
        client.malformed();
      }
      context.close();
    }
  }
}
