package org.confocal.sip;

/**
 * What may be wrong with a conference control request that only an edge can see: the engine never
 * hears of it. The codes are in {@link RejectionMapping}.
 */
enum C3pFault {
  /** {@code from} is not who sent it. */
  BAD_FROM,
  /** {@code to} is not whom it was sent to. */
  BAD_TO,
  /** The user in it cannot be meant. */
  BAD_TARGET,
  /** The conference in it is another one than that of the dialog. */
  BAD_CONFERENCE,
  /** It names an MCU where none may be named. */
  TARGETS_MCU,
  /** It cannot be read at all. */
  NOT_PARSED,
  /** The command can be read, and something in it is wrong or missing. */
  BAD_COMMAND,
  /** The {@code addUser} in it cannot be read. */
  BAD_USER,
  /** An endpoint is not named by a GUID. */
  BAD_ENDPOINT,
  /** A role that there is not. */
  BAD_ROLE,
  /** More than we keep of one meeting. */
  TOO_LARGE
}
