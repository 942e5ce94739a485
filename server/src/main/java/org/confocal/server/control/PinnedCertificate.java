package org.confocal.server.control;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes one certificate, whoever has signed it and whatever it names: the command line has read
 * it in a file that only the node can write.
 */
public final class PinnedCertificate extends X509ExtendedTrustManager {
  private final String expected;

  private PinnedCertificate(String expected) {
    this.expected = expected;
  }

  /** SHA-256 of a certificate, in hexadecimal digits. */
  public static String print(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new AssertionError(everyPlatformHasIt);
    }
  }

  static SSLContext believing(String print) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new PinnedCertificate(print)}, null);
      return context;
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new AssertionError(everyPlatformHasIt);
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (!print(chain[0]).equals(expected)) {
      throw new CertificateException("another certificate than that of the node");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
