package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.confocal.it.tone.Pcm;
import org.confocal.it.tone.WavFile;

/**
 * A baresip without a sound card: it speaks a sine of its own, answers by itself and records what
 * it hears. Its recordings hide gaps (no frame arrives, none is written): take tones from them, and
 * gaps from {@link RtpClient}.
 */
public final class Baresip implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(15);

  private final Account account;
  private final int sipPort;
  private final Path directory;
  private final ExternalProcess process;
  private final BaresipControl control;

  private Baresip(
      Account account,
      int sipPort,
      Path directory,
      ExternalProcess process,
      BaresipControl control) {
    this.account = account;
    this.sipPort = sipPort;
    this.directory = directory;
    this.process = process;
    this.control = control;
  }

  /**
   * Who a baresip is.
   *
   * @param name user part of its address
   * @param toneHz what it says all the time
   * @param transport {@code udp}, {@code tcp} or {@code tls}
   * @param registrar host and port of the registrar through which all its requests go; empty for a
   *     client that dials directly
   * @param password for the registrar, without spaces (baresip ends it there); empty if none
   * @param trusted file with the certificates that it believes; empty: all
   * @param codecs what it offers, as baresip writes it
   * @param encryption of its media, as baresip writes it ({@code srtp}, {@code srtp-mand}); empty:
   *     none
   * @param network the interface of its media; baresip has no candidates for ICE on loopback
   * @param ice whether it offers ICE
   */
  public record Account(
      String name,
      int toneHz,
      String transport,
      String registrar,
      String password,
      String trusted,
      String codecs,
      String encryption,
      String network,
      boolean ice) {
    private static final String LAWS = "PCMU/8000/1,PCMA/8000/1";
    private static final String LOOPBACK = "127.0.0.1";

    public static Account direct(String name, int toneHz) {
      return new Account(name, toneHz, "udp", "", "", "", LAWS, "", LOOPBACK, false);
    }

    public Account over(String otherTransport) {
      return new Account(
          name,
          toneHz,
          otherTransport,
          registrar,
          password,
          trusted,
          codecs,
          encryption,
          network,
          ice);
    }

    public Account registeredAt(String hostAndPort, String withPassword) {
      return new Account(
          name,
          toneHz,
          transport,
          hostAndPort,
          withPassword,
          trusted,
          codecs,
          encryption,
          network,
          ice);
    }

    public Account trusting(Path certificates) {
      return new Account(
          name,
          toneHz,
          transport,
          registrar,
          password,
          certificates.toString(),
          codecs,
          encryption,
          network,
          ice);
    }

    public Account speaking(String otherCodecs) {
      return new Account(
          name,
          toneHz,
          transport,
          registrar,
          password,
          trusted,
          otherCodecs,
          encryption,
          network,
          ice);
    }

    public Account encrypting(String how) {
      return new Account(
          name, toneHz, transport, registrar, password, trusted, codecs, how, network, ice);
    }

    /** With ICE on the media of a network interface, such as {@code eth0}. */
    public Account iceOn(String otherNetwork) {
      return new Account(
          name,
          toneHz,
          transport,
          registrar,
          password,
          trusted,
          codecs,
          encryption,
          otherNetwork,
          true);
    }

    private String trust() {
      return trusted.isEmpty() ? "" : "sip_cafile " + trusted + "\n";
    }

    private String line(int sipPort) {
      String media = encryption.isEmpty() ? "" : ";mediaenc=" + encryption;
      String nat = ice ? ";medianat=ice" : "";
      String common = ";answermode=auto;audio_codecs=" + codecs + media + nat;
      if (registrar.isEmpty()) {
        return "<sip:%s@127.0.0.1:%d;transport=%s>;regint=0%s"
            .formatted(name, sipPort, transport, common);
      }
      String auth =
          password.isEmpty() ? "" : ";auth_user=%s;auth_pass=%s".formatted(name, password);
      String outbound = ";outbound=\"sip:%s;transport=%s\"".formatted(registrar, transport);
      return "<sip:%s@%s;transport=%s>;regint=600%s%s%s"
          .formatted(name, registrar, transport, auth, outbound, common);
    }
  }

  /** Starts one in a new directory below {@code parent}; a registered one returns registered. */
  public static Baresip start(Path parent, Account account) {
    int sipPort = Ports.freeRange(2); // TLS is bound on the port after
    int controlPort = Ports.free();
    Path directory = parent.resolve("baresip-" + account.name());
    try {
      Files.createDirectories(directory.resolve("rec"));
      Files.writeString(directory.resolve("config"), config(account, sipPort, controlPort));
      Files.writeString(directory.resolve("accounts"), account.line(sipPort) + "\n");
      Files.writeString(directory.resolve("contacts"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ExternalProcess process =
        ExternalProcess.start(
            "baresip " + account.name(),
            directory,
            directory.resolve("log"),
            Map.of(),
            List.of("baresip", "-4", "-s", "-f", directory.toString()));
    process.awaitOutput("baresip is ready", START_LIMIT);
    BaresipControl control = BaresipControl.connect(controlPort, START_LIMIT);
    Baresip baresip = new Baresip(account, sipPort, directory, process, control);
    if (!account.registrar().isEmpty()) {
      process.awaitOutput(" binding", START_LIMIT); // the event may come before we listen to events
    }
    return baresip;
  }

  /** Where it can be called on 127.0.0.1. */
  public int sipPort() {
    return sipPort;
  }

  private static String config(Account account, int sipPort, int controlPort) {
    int rtp = Ports.freeRange(20);
    return """
        poll_method epoll
        sip_listen 127.0.0.1:%d
        audio_player aufile,/dev/null
        audio_source ausine,%d
        audio_alert aufile,/dev/null
        ausrc_srate 48000
        auplay_srate 48000
        ausrc_channels 2
        auplay_channels 1
        rtp_ports %d-%d
        net_interface %s
        module_path /usr/lib/baresip/modules
        module g711.so
        module g722.so
        module opus.so
        module srtp.so
        module ausine.so
        module aufile.so
        module sndfile.so
        module ice.so
        snd_path rec
        module_tmp uuid.so
        module_tmp account.so
        module_app contact.so
        module_app menu.so
        module_app ctrl_tcp.so
        module_app debug_cmd.so
        ctrl_tcp_listen 127.0.0.1:%d
        """
            .formatted(sipPort, account.toneHz(), rtp, rtp + 19, account.network(), controlPort)
        + account.trust();
  }

  /** Its own address, for a call to it. */
  public String uri() {
    return "sip:" + account.name() + "@127.0.0.1:" + sipPort;
  }

  public int toneHz() {
    return account.toneHz();
  }

  /** Dials and waits until the call stands. */
  public void call(String uri) {
    dial(uri);
    control.awaitEvent("CALL_ESTABLISHED", CALL_LIMIT);
  }

  /** Dials without waiting. */
  public void dial(String uri) {
    control.send("dial", uri);
  }

  public void awaitCall() {
    control.awaitEvent("CALL_ESTABLISHED", CALL_LIMIT);
  }

  /** Keeps it from saying and hearing anything for a while. */
  public void freeze(Duration time) {
    process.freeze(time);
  }

  /** Ends the call: a BYE leaves at once. */
  public void hangUp() {
    control.send("hangup", "");
    control.awaitEvent("CALL_CLOSED", CALL_LIMIT);
  }

  /** Waits for the end of a call that the other side ends or refuses; the reason that it tells. */
  public String awaitEnd(Duration limit) {
    return control.awaitEvent("CALL_CLOSED", limit);
  }

  /**
   * What it heard in its last call.
   *
   * @throws AssertionError if nothing was recorded
   */
  public Pcm heard() {
    return recording("dec");
  }

  /** What it said in its last call, before it was encoded. */
  public Pcm said() {
    return recording("enc");
  }

  private Pcm recording(String side) {
    try (Stream<Path> files = Files.list(directory.resolve("rec"))) {
      Optional<Path> newest =
          files
              .filter(file -> file.toString().endsWith("-" + side + ".wav"))
              .sorted()
              .reduce((a, b) -> b);
      if (newest.isEmpty()) {
        throw new AssertionError(account.name() + " recorded nothing:\n" + log());
      }
      return WavFile.read(newest.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its console, with the SIP messages that it sent and received. */
  public String log() {
    return process.output();
  }

  @Override
  public void close() {
    control.close();
    process.close();
  }
}
