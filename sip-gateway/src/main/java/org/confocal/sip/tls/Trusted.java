package org.confocal.sip.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed. */
final class Trusted {
  private Trusted() {}

  static TrustManager[] by(TlsSettings.Trust trust) throws GeneralSecurityException, IOException {
    X509ExtendedTrustManager known = known(trust);
    return new TrustManager[] {trust.verifyPeers() ? known : new AnyServer(known)};
  }

  private static X509ExtendedTrustManager known(TlsSettings.Trust trust)
      throws GeneralSecurityException, IOException {
    X509ExtendedTrustManager platform = manager(null);
    if (trust.trusted().isEmpty()) {
      return platform;
    }
    KeyStore all = KeyFiles.empty();
    int number = 0;
    for (X509Certificate issuer : platform.getAcceptedIssuers()) {
      all.setCertificateEntry("c" + number++, issuer);
    }
    for (Certificate own : KeyFiles.certificates(trust.trusted().get())) {
      all.setCertificateEntry("c" + number++, own);
    }
    return manager(all);
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("the Java platform trusts nobody");
  }

  /**
   * For sites whose phones and servers have certificates that nobody has signed. A certificate of a
   * client, where one is asked for, is looked at all the same.
   */
  private static final class AnyServer extends X509ExtendedTrustManager {
    private final X509TrustManager clients;

    AnyServer(X509TrustManager clients) {
      this.clients = clients;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      clients.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      clients.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      clients.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // asked for by verify-peers = false
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      // asked for by verify-peers = false
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // asked for by verify-peers = false
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return clients.getAcceptedIssuers();
    }
  }
}
