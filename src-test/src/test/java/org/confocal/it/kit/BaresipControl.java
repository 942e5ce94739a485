package org.confocal.it.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The control connection of one baresip ({@code ctrl_tcp}): JSON objects in netstrings, commands
 * one way, events the other. An event that was waited for is used up.
 */
final class BaresipControl implements AutoCloseable {
  private static final Pattern TYPE = Pattern.compile("\"type\"\\s*:\\s*\"([A-Z_]+)\"");
  private static final Pattern PARAMETER = Pattern.compile("\"param\"\\s*:\\s*\"([^\"]*)\"");
  private static final int LONGEST = 1 << 20;

  private final Socket socket;
  private final List<String> events = new ArrayList<>();

  private BaresipControl(Socket socket) {
    this.socket = socket;
  }

  static BaresipControl connect(int port, Duration limit) {
    Socket socket = Eventually.eventually("baresip listens on " + port, limit, () -> open(port));
    BaresipControl control = new BaresipControl(socket);
    Thread reader = new Thread(control::readAll, "baresip-control-" + port);
    reader.setDaemon(true);
    reader.start();
    return control;
  }

  private static Optional<Socket> open(int port) {
    try {
      return Optional.of(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void send(String command, String parameter) {
    byte[] json =
        "{\"command\":\"%s\",\"params\":\"%s\",\"token\":\"t\"}"
            .formatted(command, parameter)
            .getBytes(StandardCharsets.UTF_8);
    byte[] head = (json.length + ":").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + json.length + 1];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(json, 0, all, head.length, json.length);
    all[all.length - 1] = ',';
    try {
      socket.getOutputStream().write(all);
    } catch (IOException e) {
      throw new UncheckedIOException("baresip is gone", e);
    }
  }

  /** Waits for an event and uses it up; what it tells, such as the reason of an end. */
  String awaitEvent(String type, Duration limit) {
    return Eventually.eventually("baresip tells " + type, limit, () -> take(type));
  }

  private synchronized Optional<String> take(String type) {
    for (int i = 0; i < events.size(); i++) {
      Matcher matcher = TYPE.matcher(events.get(i));
      if (matcher.find() && matcher.group(1).equals(type)) {
        Matcher parameter = PARAMETER.matcher(events.remove(i));
        return Optional.of(parameter.find() ? parameter.group(1) : "");
      }
    }
    return Optional.empty();
  }

  private synchronized void add(String event) {
    events.add(event);
  }

  private void readAll() {
    try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
      while (true) {
        int length = readLength(in);
        String json = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        in.skipNBytes(1);
        if (json.contains("\"event\"")) {
          add(json);
        }
      }
    } catch (IOException e) {
      // The connection ends with baresip or with the test: nothing more to read either way.
    }
  }

  private static int readLength(InputStream in) throws IOException {
    int length = 0;
    for (int c = in.read(); c != ':'; c = in.read()) {
      if (c < '0' || c > '9' || length > LONGEST) {
        throw new IOException("not a netstring");
      }
      length = 10 * length + c - '0';
    }
    return length;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
