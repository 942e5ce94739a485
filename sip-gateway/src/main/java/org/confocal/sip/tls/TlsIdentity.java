package org.confocal.sip.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of this node, and whom it trusts. Connections that begin after a change of the
 * files have the new one; a change that cannot be read is logged and the old one stays.
 */
public final class TlsIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);

  private final TlsSettings settings;
  private volatile SSLContext context;
  private volatile List<Long> stamp;

  private TlsIdentity(TlsSettings settings) throws IOException {
    this.settings = settings;
    this.stamp = stamp();
    this.context = load();
  }

  /**
   * Reads or makes the certificate.
   *
   * @throws IOException if that cannot be done; says which file is at fault
   */
  public static TlsIdentity load(TlsSettings settings) throws IOException {
    return new TlsIdentity(settings);
  }

  public TlsSettings settings() {
    return settings;
  }

  /** For connections that begin now. */
  public SSLContext context() {
    return context;
  }

  /** The server's end of one connection. */
  public SSLEngine server() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(settings.versions().toArray(new String[0]));
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setUseCipherSuitesOrder(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The client's end of one connection to that host, whose certificate must name it. */
  public SSLEngine client(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(settings.versions().toArray(new String[0]));
    if (settings.verifyPeers()) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // names as in RFC 5922 section 7.2
      engine.setSSLParameters(parameters);
    }
    return engine;
  }

  /** Looks whether the files have changed. */
  public void refresh() {
    try {
      List<Long> now = stamp();
      if (!now.equals(stamp)) {
        context = load();
        stamp = now;
        LOG.info("certificate read again file={}", settings.certificate().orElse(null));
      }
    } catch (IOException e) {
      LOG.warn("certificate not read again, the old one stays: {}", e.toString());
    }
  }

  private List<Long> stamp() throws IOException {
    List<Long> stamp = new ArrayList<>();
    for (Path file : files()) {
      stamp.add(Files.getLastModifiedTime(file).toMillis());
      stamp.add(Files.size(file));
    }
    return stamp;
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    settings.certificate().ifPresent(files::add);
    settings.key().ifPresent(files::add);
    settings.trusted().ifPresent(files::add);
    return files;
  }

  private SSLContext load() throws IOException {
    try {
      KeyStore mine =
          settings.certificate().isPresent() && settings.key().isPresent()
              ? KeyFiles.pem(settings.certificate().get(), settings.key().get())
              : KeyFiles.selfMade(settings.selfMade(), settings.name());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(mine, KeyFiles.PASSWORD);
      SSLContext fresh = SSLContext.getInstance("TLS");
      fresh.init(keys.getKeyManagers(), trust(), null);
      return fresh;
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private TrustManager[] trust() throws GeneralSecurityException, IOException {
    if (!settings.verifyPeers()) {
      return new TrustManager[] {new Everybody()};
    }
    TrustManagerFactory platform =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    platform.init((KeyStore) null);
    if (settings.trusted().isEmpty()) {
      return platform.getTrustManagers();
    }
    KeyStore all = KeyFiles.empty();
    int number = 0;
    for (TrustManager manager : platform.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        for (X509Certificate issuer : x509.getAcceptedIssuers()) {
          all.setCertificateEntry("c" + number++, issuer);
        }
      }
    }
    for (Certificate own : KeyFiles.certificates(settings.trusted().get())) {
      all.setCertificateEntry("c" + number++, own);
    }
    TrustManagerFactory both =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    both.init(all);
    return both.getTrustManagers();
  }

  /** For sites whose phones and servers have certificates that nobody has signed. */
  private static final class Everybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // asked for by verify-peers = false
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // asked for by verify-peers = false
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
