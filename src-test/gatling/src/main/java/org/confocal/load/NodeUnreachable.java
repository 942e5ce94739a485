package org.confocal.load;

/** The node's operator door could not be used. */
final class NodeUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1;

  NodeUnreachable(String message) {
    super(message);
  }
}
