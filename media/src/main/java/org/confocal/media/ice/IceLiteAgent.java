package org.confocal.media.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A lite agent: sends no checks, answers those of a full agent, is always controlled. RFC 8445
 * sections 2.5, 6.1.1 and 7.3.
 *
 * <p>A request is looked at in this order, the first that applies decides:
 *
 * <ol>
 *   <li>malformed, no binding request, or without a right FINGERPRINT: dropped (RFC 8489 section
 *       6.3);
 *   <li>without USERNAME or without MESSAGE-INTEGRITY: 400 (RFC 8489 section 9.1.3);
 *   <li>a USERNAME that does not begin with our fragment and a colon, or a MESSAGE-INTEGRITY that
 *       was not made with our password: 401;
 *   <li>an attribute that must be understood and is not: 420;
 *   <li>ICE-CONTROLLED: the peer believes that we control; 487, whatever the tie breakers, since a
 *       lite agent cannot control a full one;
 *   <li>else it is answered with the address that it came from, and with USE-CANDIDATE that address
 *       is nominated; of several nominations the last one counts.
 * </ol>
 *
 * <p>What stands behind the colon of USERNAME is not compared (RFC 8445 section 7.3 asks for the
 * first part only). A check is also answered before the peer's credentials are known.
 */
public final class IceLiteAgent implements IceAgent {

  private final StunMessage request = new StunMessage();
  private final StunChecksums checksums;
  private final StunWriter writer;
  private IceCredentials local;
  private byte[] ufrag;
  private IntegrityKey key;
  private @Nullable IceCredentials remote;
  private @Nullable InetSocketAddress nominated;
  private boolean checked;
  private long lastCheckNs;

  /**
   * An agent to which nobody has spoken yet.
   *
   * @param local ours, as told in our SDP
   * @param checksums may be shared by all agents of a thread
   */
  public IceLiteAgent(IceCredentials local, StunChecksums checksums) {
    this.local = local;
    this.ufrag = local.ufragBytes();
    this.key = local.key();
    this.checksums = checksums;
    this.writer = new StunWriter(checksums);
  }

  public IceCredentials local() {
    return local;
  }

  /** The peer's, as told in its SDP. A lite agent only keeps them: it sends nothing under them. */
  public @Nullable IceCredentials remote() {
    return remote;
  }

  public void remote(IceCredentials told) {
    remote = told;
  }

  /**
   * ICE restart: checks under the old credentials are refused from now on. The nominated address
   * stays until the peer nominates one anew (RFC 8445 section 9).
   */
  public void restart(IceCredentials fresh) {
    local = fresh;
    ufrag = fresh.ufragBytes();
    key = fresh.key();
    remote = null;
  }

  @Override
  public StunOutcome onStun(
      ByteBuffer datagram,
      int start,
      int length,
      InetSocketAddress source,
      long nowNs,
      ByteBuffer answer) {
    if (!request.wrap(datagram, start, length, StunDialect.STANDARD)
        || !request.isBindingRequest()
        || !checksums.fingerprintHolds(request)) {
      return StunOutcome.DROPPED;
    }
    if (!request.hasUsername() || !request.hasIntegrity()) {
      return refuse(answer, StunError.BAD_REQUEST, null);
    }
    if (!isForUs() || !checksums.integrityHolds(request, key)) {
      return refuse(answer, StunError.UNAUTHENTICATED, null);
    }
    if (request.unknownAttributes() > 0) {
      return refuse(answer, StunError.UNKNOWN_ATTRIBUTE, key);
    }
    if (request.iceControlled()) {
      return refuse(answer, StunError.ROLE_CONFLICT, key);
    }
    writer
        .begin(answer, StunMessage.BINDING_SUCCESS, request)
        .xorMappedAddress(source)
        .integrity(key)
        .fingerprint()
        .end();
    checked = true;
    lastCheckNs = nowNs;
    if (request.useCandidate() && !source.equals(nominated)) {
      nominated = source;
      return StunOutcome.NOMINATED;
    }
    return StunOutcome.ANSWERED;
  }

  private boolean isForUs() {
    if (request.usernameLength() <= ufrag.length || request.usernameByte(ufrag.length) != ':') {
      return false;
    }
    for (int i = 0; i < ufrag.length; i++) {
      if (request.usernameByte(i) != ufrag[i]) {
        return false;
      }
    }
    return true;
  }

  /** 400 and 401 have no MESSAGE-INTEGRITY: no common password is known. */
  private StunOutcome refuse(ByteBuffer answer, StunError error, @Nullable IntegrityKey signer) {
    writer.begin(answer, StunMessage.BINDING_ERROR, request).error(error);
    if (error == StunError.UNKNOWN_ATTRIBUTE) {
      writer.unknownAttributes(request);
    }
    writer.integrity(signer).fingerprint().end();
    return StunOutcome.REFUSED;
  }

  @Override
  public @Nullable InetSocketAddress nominated() {
    return nominated;
  }

  @Override
  public boolean checkedWithin(long nowNs, long ns) {
    return checked && nowNs - lastCheckNs <= ns;
  }
}
