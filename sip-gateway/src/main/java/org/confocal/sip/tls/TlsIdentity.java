package org.confocal.sip.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of this node, and whom it trusts. Connections that begin after a change of the
 * files have the new one; a change that cannot be read is logged and the old one stays.
 */
public final class TlsIdentity implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration DAY = Duration.ofDays(1);

  /** What one reading of the files gave. */
  private record Loaded(SSLContext context, X509Certificate certificate) {}

  private final TlsSettings settings;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "sip-tls-files");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Loaded loaded;
  private volatile @Nullable Future<?> looking;

  /** Of the last reading, also of one that failed: each state of the files is told once. */
  private List<Object> stamp;

  /** Listeners that have not heard of the last change, for one of them has failed. */
  private boolean untold;

  private @Nullable Instant lastReminder;

  private TlsIdentity(TlsSettings settings) throws IOException {
    this.settings = settings;
    this.stamp = stamp();
    this.loaded = read(true);
  }

  /**
   * Reads or makes the certificate.
   *
   * @throws IOException if that cannot be done; says which file is at fault
   */
  public static TlsIdentity load(TlsSettings settings) throws IOException {
    return new TlsIdentity(settings);
  }

  /**
   * From now on the files are looked at, until this is closed.
   *
   * @param clock tells when the certificate is about to end
   */
  public TlsIdentity watched(InstantSource clock) {
    LOG.info("certificate file={} until={}", settings.files(), end());
    remind(clock.instant());
    long ms = settings.reload().toMillis();
    looking =
        watch.scheduleWithFixedDelay(
            () -> {
              refresh();
              remind(clock.instant());
            },
            ms,
            ms,
            TimeUnit.MILLISECONDS);
    return this;
  }

  private Instant end() {
    return certificate().getNotAfter().toInstant();
  }

  /** Warns once a day of a certificate that ends soon; true when it has done so. */
  boolean remind(Instant now) {
    Instant last = lastReminder;
    if (now.plus(SOON).isBefore(end()) || (last != null && now.isBefore(last.plus(DAY)))) {
      return false;
    }
    lastReminder = now;
    LOG.warn("certificate ends soon file={} until={}", settings.files(), end());
    return true;
  }

  /** Called after each change, on the thread that looks at the files; again if it fails. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  public TlsSettings settings() {
    return settings;
  }

  /** For connections that begin now. */
  public SSLContext context() {
    return loaded.context();
  }

  /** Ours, as clients that connect now see it. */
  public X509Certificate certificate() {
    return loaded.certificate();
  }

  /** The server's end of one connection of SIP. */
  public SSLEngine server() {
    SSLEngine engine = https();
    switch (settings.trust().clients()) {
      case NONE -> {}
      case WANTED -> engine.setWantClientAuth(true);
      case NEEDED -> engine.setNeedClientAuth(true);
    }
    return engine;
  }

  /** The server's end of one connection of a browser or an operator, who shows a token. */
  public SSLEngine https() {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters(engine));
    return engine;
  }

  /** The client's end of one connection to that host, whose certificate must name it. */
  public SSLEngine client(String host, int port) {
    SSLEngine engine = context().createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine);
    if (settings.trust().verifyPeers()) {
      // names as in RFC 5922 section 7.2, but wildcards count as on the web
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private SSLParameters parameters(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(settings.versions().toArray(new String[0]));
    if (!settings.ciphers().isEmpty()) {
      parameters.setCipherSuites(settings.ciphers().toArray(new String[0]));
    }
    parameters.setUseCipherSuitesOrder(true);
    return parameters;
  }

  /** Looks whether the files have changed. */
  void refresh() {
    try {
      List<Object> now = stamp();
      if (!now.equals(stamp)) {
        stamp = now;
        loaded = read(false);
        untold = true;
        LOG.info("certificate read again file={} until={}", settings.files(), end());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("certificate not read again, the old one stays: {}", e.getMessage());
    }
    if (untold) {
      tell();
    }
  }

  private void tell() {
    try {
      listeners.forEach(Runnable::run);
      untold = false;
    } catch (RuntimeException e) {
      LOG.warn(
          "certificate read again, but not everybody knows; told again later: {}", e.toString());
    }
  }

  private List<Object> stamp() {
    List<Object> stamp = new ArrayList<>();
    for (Path file : watchedFiles()) {
      try {
        stamp.add(Files.getLastModifiedTime(file));
        stamp.add(Files.size(file));
      } catch (IOException missing) {
        stamp.add(missing.toString());
      }
    }
    return stamp;
  }

  private List<Path> watchedFiles() {
    List<Path> files = new ArrayList<>();
    files.add(settings.files().certificate().orElse(settings.files().selfMade()));
    settings.files().key().ifPresent(files::add);
    settings.trust().trusted().ifPresent(files::add);
    return files;
  }

  /**
   * @param atStart then a self-made one that is missing is made; later that is a fault, for nobody
   *     trusts another
   */
  private Loaded read(boolean atStart) throws IOException {
    TlsSettings.Files files = settings.files();
    try {
      KeyStore mine =
          files.certificate().isEmpty()
              ? selfMade(files, atStart)
              : files.key().isEmpty()
                  ? KeyFiles.store(files.certificate().get(), files.password())
                  : KeyFiles.pem(files.certificate().get(), files.key().get());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(mine, KeyFiles.PASSWORD);
      SSLContext fresh = SSLContext.getInstance("TLS");
      fresh.init(keys.getKeyManagers(), Trusted.by(settings.trust()), null);
      return new Loaded(fresh, (X509Certificate) mine.getCertificate("confocal"));
    } catch (GeneralSecurityException e) {
      throw new IOException(files + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore selfMade(TlsSettings.Files files, boolean atStart) throws IOException {
    return atStart
        ? SelfMade.load(files.selfMade(), files.names())
        : SelfMade.read(files.selfMade());
  }

  @Override
  public void close() {
    Future<?> look = looking;
    if (look != null) {
      look.cancel(true);
    }
    watch.shutdownNow();
  }
}
