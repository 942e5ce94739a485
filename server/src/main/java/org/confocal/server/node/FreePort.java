package org.confocal.server.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Looks whether a TCP port can be had before a library tries, since libraries tell it in many
 * lines.
 */
final class FreePort {
  private FreePort() {}

  /**
   * @param section the keys {@code host} and {@code port} of which are meant
   * @param port 0 is always free
   */
  static void require(String section, String host, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException unknown) {
      throw new StartFailure(
          section + ".host: " + host + " (expected: an address of this machine)", unknown);
    } catch (IOException taken) {
      throw new StartFailure(
          section
              + ".port: "
              + port
              + " (expected: a free port on "
              + host
              + ", 0 takes any; "
              + taken.getMessage()
              + ")",
          taken);
    }
  }
}
