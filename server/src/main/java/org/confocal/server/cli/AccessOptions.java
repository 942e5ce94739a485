package org.confocal.server.cli;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Lobby;
import org.confocal.engine.meeting.Passcode;
import org.confocal.server.control.OperatorDoor.Access;
import picocli.CommandLine.Option;

/** Who gets into a meeting, and how. Passcodes leave the command hashed. */
final class AccessOptions {
  private static final int KEY_BYTES = 12;
  private static final int SALT_BYTES = 16;

  @Option(
      names = "--admission",
      paramLabel = "WHO",
      description =
          "authenticated (users), closed (invited users), anonymous (users, and guests with the key"
              + " or a passcode), loopback, or open (everybody).")
  private Optional<Admission> admission = Optional.empty();

  @Option(
      names = "--key",
      description = "Makes a new conference key; the one before opens nothing any more.")
  private boolean key;

  @Option(
      names = "--passcode",
      paramLabel = "DIGITS",
      description = "4 to 24 digits; whoever dials NUMBER*DIGITS comes in as attendee.")
  private Optional<String> passcode = Optional.empty();

  @Option(
      names = "--leader-passcode",
      paramLabel = "DIGITS",
      description = "4 to 24 digits; whoever dials NUMBER*DIGITS comes in as presenter.")
  private Optional<String> leader = Optional.empty();

  @Option(
      names = "--lobby",
      paramLabel = "WHO",
      description = "Who waits until he is let in: off, guests, uninvited or everybody.")
  private Optional<Lobby> lobby = Optional.empty();

  Optional<Admission> admission() {
    return admission;
  }

  Access access() {
    if (passcode.isPresent() && passcode.equals(leader)) {
      throw new Refusal("--leader-passcode: the same as --passcode (expected: another one)");
    }
    return new Access(
        admission,
        lobby,
        key ? Optional.of(random(KEY_BYTES)) : Optional.empty(),
        passcode.map(digits -> Passcode.of(digits, random(SALT_BYTES))),
        leader.map(digits -> Passcode.of(digits, random(SALT_BYTES))));
  }

  private static String random(int bytes) {
    byte[] made = new byte[bytes];
    new SecureRandom().nextBytes(made);
    return HexFormat.of().formatHex(made);
  }
}
