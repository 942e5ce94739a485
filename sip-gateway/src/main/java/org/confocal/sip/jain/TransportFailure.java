package org.confocal.sip.jain;

/** Why a request of ours could not be sent. */
public enum TransportFailure {
  /** The flow that was named is closed; no other was tried. */
  FLOW_GONE,
  /** No connection within the limit, or the network said no. */
  UNREACHABLE,
  /** The host name has no address. */
  UNKNOWN_HOST,
  /** We listen on nothing from which that destination could be reached. */
  NO_LISTENER,
  /** Too many requests or connections are under way. */
  OVERLOADED
}
