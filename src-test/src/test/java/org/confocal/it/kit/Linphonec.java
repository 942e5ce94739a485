package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.confocal.it.tone.Pcm;
import org.confocal.it.tone.WavFile;

/**
 * A linphonec without a sound card: it plays a file with a sine of its own and records what it
 * hears.
 */
public final class Linphonec implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

  private final String name;
  private final int sipPort;
  private final Path directory;
  private final ExternalProcess process;

  private Linphonec(String name, int sipPort, Path directory, ExternalProcess process) {
    this.name = name;
    this.sipPort = sipPort;
    this.directory = directory;
    this.process = process;
  }

  /**
   * Starts one in a new directory below {@code parent}.
   *
   * @param transport {@code udp} or {@code tcp}
   */
  public static Linphonec start(Path parent, String name, int toneHz, String transport) {
    return start(parent, name, toneHz, transport, "");
  }

  /**
   * Starts one that speaks TLS and believes these certificates only; registered when this returns.
   */
  public static Linphonec startSecure(
      Path parent, String name, int toneHz, Path trusted, String registrar, String password) {
    String more =
        "[sip]\nroot_ca=%s\nverify_server_certs=1\nverify_server_cn=1\n".formatted(trusted)
            + account(name, registrar, ";transport=tls", password);
    Linphonec linphonec = start(parent, name, toneHz, "tls", more);
    linphonec.awaitRegistered();
    return linphonec;
  }

  /** Starts one that is registered over UDP when this returns. */
  public static Linphonec startRegistered(
      Path parent, String name, int toneHz, String registrar, String password) {
    Linphonec linphonec =
        start(parent, name, toneHz, "udp", account(name, registrar, "", password));
    linphonec.awaitRegistered();
    return linphonec;
  }

  private static String account(String name, String registrar, String params, String password) {
    return """
        [proxy_0]
        reg_proxy=<sip:%s%s>
        reg_identity=sip:%s@%s
        reg_expires=600
        reg_sendregister=1
        publish=0
        [auth_info_0]
        username=%s
        passwd=%s
        """
        .formatted(registrar, params, name, registrar, name, password);
  }

  private void awaitRegistered() {
    Eventually.eventually(
        "linphonec " + name + " is registered",
        LIMIT,
        () -> log().contains("Register refresher [200]"));
  }

  private static Linphonec start(
      Path parent, String name, int toneHz, String transport, String account) {
    int sipPort = Ports.free();
    Path directory = parent.resolve("linphonec-" + name);
    Path home = directory.resolve("home");
    try {
      Files.createDirectories(home.resolve(".local/share/linphone")); // else: no database, no start
      Files.writeString(
          directory.resolve("linphonerc"), config(name, sipPort, transport) + account);
      WavFile.write(directory.resolve("say.wav"), Pcm.sine(8000, toneHz, -12, LONGEST_CALL));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ExternalProcess process =
        ExternalProcess.start(
            "linphonec " + name,
            directory,
            directory.resolve("out"),
            Map.of("HOME", home.toString(), "TERM", "dumb"),
            List.of(
                "stdbuf", // else its console comes in blocks of 4 KB, long after the event
                "-oL",
                "linphonec",
                "-c",
                "linphonerc",
                "-d",
                "6",
                "-l",
                "log",
                "-a"));
    process.awaitOutput("linphonec>", LIMIT);
    Linphonec linphonec = new Linphonec(name, sipPort, directory, process);
    process.type("soundcard use files");
    process.type("play " + directory.resolve("say.wav"));
    process.type("record " + directory.resolve("heard.wav"));
    return linphonec;
  }

  private static String config(String name, int sipPort, String transport) {
    return """
        [sip]
        sip_port=%d
        sip_tcp_port=%d
        sip_tls_port=%d
        use_ipv6=0
        ipv6_migration_done=1
        guess_hostname=0
        contact=sip:%s@127.0.0.1:%d
        bind_address=127.0.0.1
        [net]
        firewall_policy=0
        [rtp]
        audio_rtp_port=%d
        [sound]
        echocancellation=0
        """
        .formatted(
            port("udp", transport, sipPort),
            port("tcp", transport, sipPort),
            port("tls", transport, sipPort),
            name,
            sipPort,
            Ports.freeRange(2));
  }

  private static int port(String one, String spoken, int sipPort) {
    return one.equals(spoken) ? sipPort : -1;
  }

  public String uri() {
    return "sip:" + name + "@127.0.0.1:" + sipPort;
  }

  /** Dials and waits until audio flows. One call only: the recording is of the whole life of it. */
  public void call(String uri) {
    process.type("call " + uri);
    process.awaitOutput("Media streams established", LIMIT);
  }

  /** Ends the call; its recording is complete when this returns. */
  public void hangUp() {
    process.type("terminate");
    awaitEnd();
  }

  /** Waits until the call has ended, by whomever. */
  public void awaitEnd() {
    process.awaitOutput(" ended (", LIMIT);
  }

  /** What it heard. */
  public Pcm heard() {
    try {
      return WavFile.read(directory.resolve("heard.wav"));
    } catch (IOException e) {
      throw new UncheckedIOException(process.output(), e);
    }
  }

  /** Its log, with the SIP messages that it sent and received. */
  public String log() {
    try {
      return Files.readString(directory.resolve("log"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String output() {
    return process.output();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.type("quit");
    }
    process.close();
  }
}
