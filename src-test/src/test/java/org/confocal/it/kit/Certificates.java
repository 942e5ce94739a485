package org.confocal.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Certificates for localhost and 127.0.0.1, made by the platform's keytool, and what a server
 * shows.
 */
public final class Certificates {
  public static final String PASSWORD = "trustno1";
  private static final int PATIENCE_MS = 10_000;

  private Certificates() {}

  /** Puts a new key and certificate of this name at that place, at once. */
  public static void make(Path store, String name) {
    Path fresh = store.resolveSibling(name + "-fresh.p12");
    List<String> command =
        List.of(
            Project.java().resolveSibling("keytool").toString(),
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-validity",
            "30",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-ext",
            "bc=ca:true",
            "-storetype",
            "PKCS12",
            "-keystore",
            fresh.toString(),
            "-storepass",
            PASSWORD);
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new AssertionError(said);
      }
      Files.move(fresh, store, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The certificate in a store as PEM, in a file beside it: what clients are told to trust. */
  public static Path pem(Path store) {
    Path file = store.resolveSibling("trusted.pem");
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore read = KeyStore.getInstance("PKCS12");
      read.load(in, PASSWORD.toCharArray());
      Certificate certificate = read.getCertificate("it");
      String body =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(certificate.getEncoded());
      return Files.writeString(
          file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** What a server shows to a new connection, such as {@code CN=old}. */
  public static String shownAt(InetSocketAddress address) {
    try (SSLSocket socket = connect(address)) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection of a client that believes everybody. */
  public static SSLSocket connect(InetSocketAddress address) throws IOException {
    Socket below = new Socket();
    below.connect(address, PATIENCE_MS);
    below.setSoTimeout(PATIENCE_MS);
    SSLSocket socket =
        (SSLSocket)
            credulous()
                .getSocketFactory()
                .createSocket(below, address.getHostString(), address.getPort(), true);
    socket.startHandshake();
    return socket;
  }

  /** Believes every certificate, whatever it names. */
  public static SSLContext credulous() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Everybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // as its name says
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      // as its name says
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // as its name says
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // as its name says
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      // as its name says
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // as its name says
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
