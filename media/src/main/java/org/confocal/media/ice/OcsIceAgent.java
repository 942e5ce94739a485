package org.confocal.media.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * ICE with clients of Office Communications Server 2007: answers their checks, and checks back
 * where a check came from. draft-ietf-mmusic-ice-06, [MS-ICE], RFC 3489 section 8.1.
 *
 * <p>What a check looks like: {@code USERNAME} names the pair as {@code ours:component:theirs:
 * component}, both names decoded from base64, zeros behind up to a multiple of four bytes; {@code
 * MESSAGE-INTEGRITY} is made with the decoded password of our candidate. Refusals: 401 without
 * MESSAGE-INTEGRITY, 432 without USERNAME, 430 for a foreign USERNAME, 431 for a wrong
 * MESSAGE-INTEGRITY, 420. A success tells XOR-MAPPED-ADDRESS if the request has the magic cookie,
 * else MAPPED-ADDRESS, and repeats the USERNAME.
 *
 * <p>No check nominates: there is no USE-CANDIDATE in this dialect, the offerer tells its choice by
 * a second offer. Until then the address of the remote candidate with the highest priority counts,
 * of those from which a valid check came; a candidate that shows up at a new address takes it
 * along.
 *
 * <p><b>How far this is known.</b>
 *
 * <ul>
 *   <li>Proven with a real client (SIPE 1.25): the candidate lines, and that an answer must have
 *       candidates with credentials.
 *   <li>From [MS-ICE]: USERNAME is compared as a whole with the identifier of a pair; requests are
 *       answered before the candidates of the peer are known; 401, 430, 431 and 432 exist; the
 *       states of a pair are called Recv-Valid and Valid. That Valid asks for a check in each
 *       direction, hence ours, is how we understand these names.
 *   <li>From the behaviour of the ICE library under SIPE only: how USERNAME is put together, that
 *       STUN has decoded names and passwords, that the text under MESSAGE-INTEGRITY is filled to 64
 *       bytes, that there are no FINGERPRINT and no USE-CANDIDATE, that USERNAME is repeated in a
 *       success.
 *   <li>Our choice, for want of evidence: which address gets media before the second offer.
 *   <li>Not known: whether Office Communicator itself wants anything else. No media path with any
 *       such client was exercised.
 *   <li>Not here: the relay of [MS-TURN], TCP candidates, and the STUN of [MS-ICE2], which the
 *       later clients use under candidate lines of the RFC's form.
 * </ul>
 */
public final class OcsIceAgent implements IceAgent {

  /** Further remote candidates are left out. */
  public static final int MAX_REMOTES = 32;

  private final StunMessage message = new StunMessage();
  private final OcsCandidate local;
  private final byte[] localPart;
  private final IntegrityKey key;
  private final StunChecksums checksums;
  private final StunWriter writer;
  private final RandomGenerator secrets;
  private Remote[] remotes = {};
  private @Nullable Remote chosen;
  private @Nullable InetSocketAddress nominated;
  private @Nullable Remote checking;
  private @Nullable InetSocketAddress checkedAddress;
  private long transactionHigh;
  private long transactionLow;
  private boolean confirmed;
  private boolean checked;
  private long lastCheckNs;

  /** A candidate of the peer with what checks of it and to it need. */
  private static final class Remote {
    final OcsCandidate candidate;

    /** The second half of USERNAME in its checks. */
    final byte[] part;

    /** USERNAME of our checks. */
    final byte[] username;

    final IntegrityKey key;

    Remote(OcsCandidate candidate, byte[] localPart) {
      this.candidate = candidate;
      this.part = part(candidate);
      this.username = pair(part, localPart);
      this.key = candidate.credentials().key();
    }
  }

  /**
   * An agent to which nobody has spoken yet.
   *
   * @param local ours, as told in our SDP; its component is that of the agent
   * @param checksums may be shared by all agents of a thread
   * @param secrets for transaction ids
   */
  public OcsIceAgent(OcsCandidate local, StunChecksums checksums, RandomGenerator secrets) {
    this.local = local;
    this.localPart = part(local);
    this.key = local.credentials().key();
    this.checksums = checksums;
    this.writer = new StunWriter(checksums);
    this.secrets = secrets;
  }

  private static byte[] part(OcsCandidate candidate) {
    byte[] name = candidate.credentials().usernameBytes();
    byte[] component = (":" + candidate.component()).getBytes(StandardCharsets.US_ASCII);
    byte[] part = new byte[name.length + component.length];
    System.arraycopy(name, 0, part, 0, name.length);
    System.arraycopy(component, 0, part, name.length, component.length);
    return part;
  }

  /** Ours first: {@code first:second}, zeros behind up to a multiple of four. */
  private static byte[] pair(byte[] first, byte[] second) {
    int length = first.length + 1 + second.length;
    byte[] username = new byte[(length + 3) & ~3];
    System.arraycopy(first, 0, username, 0, first.length);
    username[first.length] = ':';
    System.arraycopy(second, 0, username, first.length + 1, second.length);
    return username;
  }

  public OcsCandidate local() {
    return local;
  }

  /**
   * The candidates of the peer's SDP; those of other components and transports are left out. What
   * was chosen before stays until a check comes.
   */
  public void remotes(List<OcsCandidate> told) {
    Remote[] fresh = new Remote[MAX_REMOTES];
    int count = 0;
    for (OcsCandidate candidate : told) {
      if (candidate.component() == local.component() && candidate.isUdp() && count < MAX_REMOTES) {
        fresh[count++] = new Remote(candidate, localPart);
      }
    }
    remotes = Arrays.copyOf(fresh, count);
    chosen = null;
    checking = null;
  }

  @Override
  public StunOutcome onStun(
      ByteBuffer datagram,
      int start,
      int length,
      InetSocketAddress source,
      long nowNs,
      ByteBuffer answer) {
    if (!message.wrap(datagram, start, length, StunDialect.OCS_2007)) {
      return StunOutcome.DROPPED;
    }
    if (message.isBindingSuccess()) {
      return onSuccess(source);
    }
    if (!message.isBindingRequest()) {
      return StunOutcome.DROPPED;
    }
    if (!message.hasIntegrity()) {
      return refuse(answer, StunError.UNAUTHENTICATED, null);
    }
    if (!message.hasUsername()) {
      return refuse(answer, StunError.MISSING_USERNAME, null);
    }
    if (!isAt(0, localPart) || !isAt(localPart.length, ':')) {
      return refuse(answer, StunError.STALE_CREDENTIALS, null);
    }
    if (!checksums.integrityHolds(message, key)) {
      return refuse(answer, StunError.INTEGRITY_CHECK_FAILURE, null);
    }
    if (message.unknownAttributes() > 0) {
      return refuse(answer, StunError.UNKNOWN_ATTRIBUTE, key);
    }
    succeed(answer, source);
    checked = true;
    lastCheckNs = nowNs;
    return choose(source) ? StunOutcome.NOMINATED : StunOutcome.ANSWERED;
  }

  private void succeed(ByteBuffer answer, InetSocketAddress source) {
    writer.begin(answer, StunMessage.BINDING_SUCCESS, message);
    if (message.hasCookie()) {
      writer.xorMappedAddress(source);
    } else {
      writer.mappedAddress(source);
    }
    writer.usernameOf(message).integrity(key).end();
  }

  private StunOutcome refuse(ByteBuffer answer, StunError error, @Nullable IntegrityKey signer) {
    writer.begin(answer, StunMessage.BINDING_ERROR, message).error(error);
    if (error == StunError.UNKNOWN_ATTRIBUTE) {
      writer.unknownAttributes(message);
    }
    writer.integrity(signer).end();
    return StunOutcome.REFUSED;
  }

  /** Whether the address of media is another one now. */
  private boolean choose(InetSocketAddress source) {
    Remote from = sender();
    checking = from;
    checkedAddress = source;
    if (from == null) {
      return false;
    }
    Remote before = chosen;
    if (before != null
        && !before.candidate.equals(from.candidate)
        && before.candidate.priority() >= from.candidate.priority()) {
      return false;
    }
    chosen = from;
    if (source.equals(nominated)) {
      return false;
    }
    nominated = source;
    confirmed = false;
    return true;
  }

  /** The remote candidate that the second half of USERNAME names; null if it is not known. */
  private @Nullable Remote sender() {
    int second = localPart.length + 1;
    for (Remote remote : remotes) {
      if (isAt(second, remote.part) && isZeroFrom(second + remote.part.length)) {
        return remote;
      }
    }
    return null;
  }

  private boolean isAt(int index, byte[] expected) {
    if (message.usernameLength() < index + expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (message.usernameByte(index + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean isAt(int index, char expected) {
    return message.usernameLength() > index && message.usernameByte(index) == expected;
  }

  private boolean isZeroFrom(int index) {
    for (int i = index; i < message.usernameLength(); i++) {
      if (message.usernameByte(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Writes our check in the other direction; to be sent to where the last valid check came from,
   * after the answer to it. An earlier check of ours that is not answered yet is forgotten.
   *
   * @param out as for answers
   * @return its bytes; 0 if the last valid check named no known candidate
   */
  public int writeCheck(ByteBuffer out) {
    Remote to = checking;
    if (to == null) {
      return 0;
    }
    transactionHigh = secrets.nextLong();
    transactionLow = secrets.nextLong();
    return writer
        .begin(
            out, StunMessage.BINDING_REQUEST, StunDialect.OCS_2007, transactionHigh, transactionLow)
        .username(to.username)
        .integrity(to.key)
        .end();
  }

  private StunOutcome onSuccess(InetSocketAddress source) {
    Remote asked = checking;
    boolean ours =
        asked != null
            && source.equals(checkedAddress)
            && word(0, transactionHigh >>> 32)
            && word(1, transactionHigh)
            && word(2, transactionLow >>> 32)
            && word(3, transactionLow)
            && checksums.integrityHolds(message, asked.key);
    if (!ours) {
      return StunOutcome.DROPPED;
    }
    confirmed |= source.equals(nominated);
    return StunOutcome.CONFIRMED;
  }

  private boolean word(int index, long expected) {
    return message.transactionWord(index) == (int) expected;
  }

  @Override
  public @Nullable InetSocketAddress nominated() {
    return nominated;
  }

  /** Whether the peer has answered a check of ours from the address that media goes to. */
  public boolean confirmed() {
    return confirmed;
  }

  @Override
  public boolean checkedWithin(long nowNs, long ns) {
    return checked && nowNs - lastCheckNs <= ns;
  }
}
