package org.confocal.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.confocal.persistence.PersistenceSettings;
import org.confocal.server.settings.Layers;
import org.confocal.server.settings.ServerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes show each other certificates of one CA. */
final class ClusterProofTest {
  private static final String PASSWORD = "trustno1";
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<ActorSystem<?>> systems = new ArrayList<>();

  @TempDir Path directory;

  @AfterEach
  void end() {
    systems.forEach(ActorSystem::terminate);
  }

  @Test
  void nodesWithCertificatesOfOneCaFormAClusterAndAStrangerStaysOutside() throws Exception {
    Path ours = certificates("ours");
    Path strange = certificates("strange");
    Cluster one = node(ours);
    one.join(one.selfAddress());
    Cluster stranger = node(strange);
    Cluster two = node(ours);

    stranger.join(one.selfAddress());
    two.join(one.selfAddress());
    up(two);

    assertThat(shows(one, ours)).isTrue();
    assertThat(shows(one, strange)).isFalse();
    assertThat(StreamSupport.stream(one.state().getMembers().spliterator(), false))
        .extracting(Member::address)
        .containsExactlyInAnyOrder(one.selfAddress(), two.selfAddress());
  }

  @Test
  void aNodeThatOthersCanReachDoesNotStartWithoutProof() {
    ServerSettings.Cluster open = settings("confocal.cluster.host = \"192.0.2.1\"").cluster();

    assertThatThrownBy(() -> ClusterProof.require(open))
        .isInstanceOf(StartFailure.class)
        .hasMessage(
            "confocal.cluster.tls.key, confocal.cluster.tls.certificate, confocal.cluster.tls.ca:"
                + " empty (expected: PEM files, because other machines can reach"
                + " confocal.cluster.host 192.0.2.1; or confocal.cluster.tls.mode = off)");
  }

  @Test
  void aNodeOnLoopbackAndOneThatIsToldSoNeedNone() {
    ServerSettings.Cluster loopback = settings("").cluster();
    ServerSettings.Cluster off =
        settings("confocal.cluster { host = \"192.0.2.1\", tls.mode = off }").cluster();

    ClusterProof.require(loopback);
    ClusterProof.require(off);

    assertThat(loopback.byTls()).isFalse();
    assertThat(off.byTls()).isFalse();
  }

  private static ServerSettings settings(String deployer) {
    return ServerSettings.from(new Layers(ConfigFactory.parseString(deployer)).basic());
  }

  private Cluster node(Path certificates) {
    String deployer =
        """
        confocal.cluster { port = 0, tls {
          mode = required, key = "%1$s/node.key", certificate = "%1$s/node.pem", ca = "%1$s/ca.pem" } }
        """
            .formatted(certificates);
    Layers layers = new Layers(ConfigFactory.parseString(deployer));
    Config basic = layers.basic();
    ServerSettings settings = ServerSettings.from(basic);
    ClusterProof.require(settings.cluster());
    Config config = NodeConfig.whole(layers, settings, PersistenceSettings.from(basic), directory);
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), NodeConfig.SYSTEM, config);
    systems.add(system);
    return Cluster.get(system);
  }

  private static void up(Cluster cluster) throws Exception {
    CompletableFuture<Boolean> up = new CompletableFuture<>();
    cluster.registerOnMemberUp(() -> up.complete(true));
    up.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  /** Whether a node listens to somebody who shows this certificate and trusts everything of it. */
  private static boolean shows(Cluster node, Path certificates) throws Exception {
    int port = node.selfAddress().getPort().get();
    KeyStore whole = store(certificates.resolve("node.p12"));
    char[] password = PASSWORD.toCharArray();
    KeyStore mine = KeyStore.getInstance("PKCS12"); // without the key of the CA
    mine.load(null, null);
    mine.setKeyEntry(
        "node", whole.getKey("node", password), password, whole.getCertificateChain("node"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(mine, password);
    KeyStore trusted = store(certificates.resolveSibling("ours").resolve("node.p12"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore cas = KeyStore.getInstance("PKCS12");
    cas.load(null, null);
    cas.setCertificateEntry("ca", trusted.getCertificate("ca"));
    trust.init(cas);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(3000);
      socket.startHandshake();
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException waitsForUs) {
      return true;
    } catch (SSLException | SocketException refused) {
      return false;
    }
  }

  private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return store;
    }
  }

  /** A CA of that name, and the key and certificate of a node that it has signed. */
  private Path certificates(String name) throws Exception {
    Path place = Files.createDirectories(directory.resolve(name));
    Path file = place.resolve("node.p12");
    keytool(file, "-alias", "ca", "-dname", "CN=CA " + name, "-ext", "bc:c=ca:true");
    keytool(
        file,
        "-alias",
        "node",
        "-signer",
        "ca",
        "-dname",
        "CN=confocal",
        "-ext",
        "san=dns:confocal");
    KeyStore store = store(file);
    pem(place.resolve("ca.pem"), "CERTIFICATE", store.getCertificate("ca").getEncoded());
    pem(place.resolve("node.pem"), "CERTIFICATE", store.getCertificate("node").getEncoded());
    Key key = store.getKey("node", PASSWORD.toCharArray());
    pem(place.resolve("node.key"), "PRIVATE KEY", key.getEncoded());
    return place;
  }

  private static void pem(Path file, String what, byte[] der) throws IOException {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  private static void keytool(Path store, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
  }
}
