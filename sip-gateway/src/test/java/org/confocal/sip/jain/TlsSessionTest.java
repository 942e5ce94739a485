package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.confocal.sip.tls.TlsIdentity;
import org.confocal.sip.tls.TlsSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSessionTest {
  @TempDir static Path directory;
  private static TlsIdentity identity;

  private SSLEngine ourEngine;
  private SSLEngine theirEngine;
  private TlsSession server;
  private TlsSession client;
  private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
  private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  @BeforeAll
  static void makeCertificate() throws IOException {
    identity =
        TlsIdentity.load(
            TlsSettings.from(
                ConfigFactory.parseString("confocal.sip.tls.verify-peers = false")
                    .withFallback(ConfigFactory.parseResources("reference.conf"))
                    .resolve(),
                directory));
  }

  @BeforeEach
  void meet() {
    ourEngine = identity.server();
    theirEngine = identity.client("127.0.0.1", 1);
    server = new TlsSession(ourEngine);
    client = new TlsSession(theirEngine);
  }

  private static Consumer<ByteBuffer> into(ByteArrayOutputStream bytes) {
    return b -> {
      byte[] copy = new byte[b.remaining()];
      b.get(copy);
      bytes.writeBytes(copy);
    };
  }

  private static ByteBuffer taken(ByteArrayOutputStream bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
    bytes.reset();
    return all;
  }

  private void shakeHands() throws SSLException {
    client.begin(into(toServer));
    exchange();
    assertThat(server.isOpen()).isTrue();
    assertThat(client.isOpen()).isTrue();
  }

  private void exchange() throws SSLException {
    while (toServer.size() + toClient.size() > 0) {
      server.receive(taken(toServer), b -> {}, into(toClient));
      client.receive(taken(toClient), into(heard), into(toServer));
    }
  }

  /** A wish for new keys that is to be answered by one. */
  private void wishForNewKeys() throws SSLException {
    theirEngine.beginHandshake();
    ByteBuffer out = ByteBuffer.allocate(20_000);
    theirEngine.wrap(ByteBuffer.allocate(0), out);
    into(toServer).accept(out.flip());
  }

  @Test
  void aMessageInManySmallRecordsArrivesWhole() throws Exception {
    SSLParameters small = ourEngine.getSSLParameters();
    small.setMaximumPacketSize(600);
    ourEngine.setSSLParameters(small);
    shakeHands();

    server.seal(new byte[300_000], into(toClient));
    exchange();

    assertThat(heard.size()).isEqualTo(300_000);
  }

  @Test
  void newKeysAreGivenToWhoWantsThem() throws Exception {
    shakeHands();

    wishForNewKeys();
    exchange();
    server.seal(new byte[5], into(toClient));
    exchange();

    assertThat(heard.size()).isEqualTo(5);
  }

  @Test
  void whoWantsNewKeysAgainAndAgainIsRefused() throws Exception {
    shakeHands();
    for (int i = 0; i < 17; i++) {
      wishForNewKeys();
    }
    ByteBuffer many = taken(toServer);
    assertThat(many.remaining()).isGreaterThan(17 * 20);

    assertThatThrownBy(() -> server.receive(many, b -> {}, into(toClient)))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("16");
  }
}
