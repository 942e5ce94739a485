package org.confocal.sip.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates on disk. */
final class KeyFiles {
  /** A key store in memory wants one, and so does the self-made file, which its mode protects. */
  static final char[] PASSWORD = "confocal".toCharArray();

  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (|RSA |EC )PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");
  private static final long MAX_BYTES = 1 << 20;
  private static final byte[] PROOF = {1, 2, 3};
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  private KeyFiles() {}

  /** True for a key store in one file; everything else is PEM. */
  static boolean isStore(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".p12") || name.endsWith(".pfx");
  }

  /**
   * Reads a chain and its key.
   *
   * @throws IOException if a file cannot be read or is not what is expected; names it
   */
  static KeyStore pem(Path certificate, Path key) throws IOException {
    Collection<? extends Certificate> chain = certificates(certificate);
    Matcher m = KEY.matcher(text(key));
    if (!m.find()) {
      throw new IOException(key + ": no private key (expected: BEGIN PRIVATE KEY, not encrypted)");
    }
    try {
      Certificate[] certificates = chain.toArray(new Certificate[0]);
      PublicKey open = certificates[0].getPublicKey();
      byte[] bytes = Base64.getMimeDecoder().decode(m.group(2));
      PrivateKey secret =
          KeyFactory.getInstance(open.getAlgorithm())
              .generatePrivate(
                  new PKCS8EncodedKeySpec(m.group(1).isEmpty() ? bytes : pkcs8(open, bytes)));
      requirePair(secret, open);
      KeyStore store = empty();
      store.setKeyEntry("confocal", secret, PASSWORD, certificates);
      return store;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(key + ": does not belong to " + certificate + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a key store of others.
   *
   * @throws IOException if it cannot be read or has no key; names it
   */
  static KeyStore store(Path file, String password) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore theirs = KeyStore.getInstance("PKCS12");
      theirs.load(in, password.toCharArray());
      KeyStore store = empty();
      for (String alias : Collections.list(theirs.aliases())) {
        Key key = theirs.getKey(alias, password.toCharArray());
        if (key instanceof PrivateKey secret) {
          Certificate[] chain = theirs.getCertificateChain(alias);
          if (chain == null || chain.length == 0) {
            continue; // a key alone proves nothing
          }
          requirePair(secret, chain[0].getPublicKey());
          store.setKeyEntry("confocal", secret, PASSWORD, chain);
          return store;
        }
      }
      throw new IOException("no private key with a certificate in it");
    } catch (GeneralSecurityException | IOException e) {
      String why = e.getMessage() == null ? "no key store" : e.getMessage();
      throw new IOException(
          file + ": " + why + " (expected: PKCS #12 with a key, and its password)", e);
    }
  }

  /** Key and certificate are renewed as two files: between them they do not fit. */
  private static void requirePair(PrivateKey secret, PublicKey open)
      throws GeneralSecurityException {
    String way =
        switch (open.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> open.getAlgorithm();
        };
    Signature signature = Signature.getInstance(way);
    signature.initSign(secret);
    signature.update(PROOF);
    byte[] proof = signature.sign();
    signature.initVerify(open);
    signature.update(PROOF);
    if (!signature.verify(proof)) {
      throw new GeneralSecurityException("another key");
    }
  }

  /**
   * PKCS #8 around the older forms of a key, which do not tell the algorithm; the certificate does.
   * RFC 5208 section 5, RFC 5280 section 4.1.
   */
  private static byte[] pkcs8(PublicKey open, byte[] bare) {
    byte[] spki = open.getEncoded();
    int algorithm = 2 + (spki[1] < 0 ? spki[1] & 0x7f : 0);
    int length = 2 + spki[algorithm + 1]; // short form: an object identifier and its parameters
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {2, 1, 0});
    content.write(spki, algorithm, length);
    content.writeBytes(der(OCTETS, bare));
    return der(SEQUENCE, content.toByteArray());
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      out.writeBytes(new byte[] {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length});
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /**
   * The certificates of a PEM file.
   *
   * @throws IOException if there is none; names the file
   */
  static Collection<? extends Certificate> certificates(Path file) throws IOException {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8)));
      if (found.isEmpty()) {
        throw new IOException(file + ": no certificate (expected: certificates in PEM)");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage() + " (expected: certificates in PEM)", e);
    }
  }

  static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  private static String text(Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + e, e);
    }
  }
}
