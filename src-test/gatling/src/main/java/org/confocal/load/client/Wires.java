package org.confocal.load.client;

import java.util.function.Consumer;

/** Where wires come from. */
public interface Wires extends AutoCloseable {
  /**
   * Finds or makes a way to the server.
   *
   * @param opened gets it, on the client's loop
   * @param failed gets the reason if there is none
   */
  void open(SipClient client, Consumer<Wire> opened, Consumer<String> failed);

  @Override
  void close();
}
