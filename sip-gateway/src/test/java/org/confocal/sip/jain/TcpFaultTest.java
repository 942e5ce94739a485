package org.confocal.sip.jain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of the others when something fails that should not. */
class TcpFaultTest {
  private final CountDownLatch failed = new CountDownLatch(1);

  /** Fails whenever a connection closes, on the loop. */
  private JainSipStack failing(Throwable fault) throws SipBindException {
    SipListener listener =
        (SipListener)
            Proxy.newProxyInstance(
                SipListener.class.getClassLoader(),
                new Class<?>[] {SipListener.class},
                (proxy, method, arguments) -> {
                  failed.countDown();
                  throw fault;
                });
    return JainSipStack.start(StackSettings.loopback(""), listener);
  }

  private static Socket connect(JainSipStack stack) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), StackSettings.port(stack, "tcp"));
    socket.setSoTimeout(5_000);
    return socket;
  }

  private void closeOne(JainSipStack stack) throws Exception {
    connect(stack).close();
    assertThat(failed.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aFaultOfOneConnectionDoesNotEndTheOthers() throws Exception {
    try (JainSipStack stack = failing(new IllegalStateException("fault"))) {
      closeOne(stack);

      try (Socket socket = connect(stack)) {
        socket.getOutputStream().write("\r\n\r\n".getBytes(US_ASCII));

        assertThat(socket.getInputStream().readNBytes(2)).isEqualTo("\r\n".getBytes(US_ASCII));
      }
    }
  }

  @Test
  void whoPingsManyTimesAtOnceIsAnsweredOnceOrAFewTimes() throws Exception {
    try (JainSipStack stack = failing(new IllegalStateException("unused"));
        Socket socket = connect(stack)) {
      socket.getOutputStream().write("\r\n\r\n".repeat(3_000).getBytes(US_ASCII));
      socket.shutdownOutput();

      assertThat(socket.getInputStream().readAllBytes().length).isBetween(2, 200);
    }
  }

  @Test
  void anErrorIsToldToWhoeverEndsTheNode() throws Exception {
    try (JainSipStack stack = failing(new LinkageError("error"))) {
      closeOne(stack);

      assertThat(stack.broken().toCompletableFuture().get(5, TimeUnit.SECONDS))
          .isInstanceOf(LinkageError.class);
    }
  }
}
