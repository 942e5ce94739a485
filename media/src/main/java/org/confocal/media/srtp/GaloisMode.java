package org.confocal.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in Galois/counter mode. The platform wants a new object for each nonce, so that this suite
 * makes some garbage for each packet. RFC 7714.
 */
final class GaloisMode implements Transform {
  private static final int RTCP_HEADER = 8;
  private static final int TAG = 16;
  private static final int NONCE = 12;
  private static final int ENCRYPTED = 0x8000_0000;

  private final Cipher cipher;
  private final SecretKeySpec rtpKey;
  private final SecretKeySpec rtcpKey;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final byte[] nonce = new byte[NONCE];
  private final byte[] authenticated = new byte[RTCP_HEADER + 4];
  private final byte[] result = new byte[LONGEST];

  GaloisMode(SrtpKey key) {
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no AES-GCM in this virtual machine", e);
    }
    this.rtpKey = new SecretKeySpec(CounterMode.derive(key, 0, SrtpSuite.KEY), "AES");
    this.rtpSalt = CounterMode.derive(key, 2, NONCE);
    this.rtcpKey = new SecretKeySpec(CounterMode.derive(key, 3, SrtpSuite.KEY), "AES");
    this.rtcpSalt = CounterMode.derive(key, 5, NONCE);
  }

  @Override
  public int protect(byte[] packet, int header, int length, int ssrc, long index) {
    nonce(rtpSalt, ssrc, index);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, rtpKey, new GCMParameterSpec(8 * TAG, nonce));
      cipher.updateAAD(packet, 0, header);
      return header + seal(packet, header, length - header);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a packet was not encrypted", e);
    }
  }

  @Override
  public int open(byte[] packet, int header, int length, int ssrc, long index) {
    if (length - TAG < header) {
      return REFUSED;
    }
    nonce(rtpSalt, ssrc, index);
    try {
      cipher.init(Cipher.DECRYPT_MODE, rtpKey, new GCMParameterSpec(8 * TAG, nonce));
      cipher.updateAAD(packet, 0, header);
      return header + seal(packet, header, length - header);
    } catch (AEADBadTagException forged) {
      return REFUSED;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a packet was not decrypted", e);
    }
  }

  @Override
  public int protectRtcp(byte[] packet, int length, int ssrc, int index) {
    nonce(rtcpSalt, ssrc, index);
    authenticate(packet, ENCRYPTED | index);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, rtcpKey, new GCMParameterSpec(8 * TAG, nonce));
      cipher.updateAAD(authenticated);
      int end = RTCP_HEADER + seal(packet, RTCP_HEADER, length - RTCP_HEADER);
      Transform.writeInt(packet, end, ENCRYPTED | index);
      return end + 4;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a packet was not encrypted", e);
    }
  }

  /** One that is signed only, without the bit of encryption, is not of our suites: refused. */
  @Override
  public int openRtcp(byte[] packet, int length, int ssrc) {
    int end = length - 4;
    int word = Transform.readInt(packet, end);
    if ((word & ENCRYPTED) == 0) {
      return REFUSED;
    }
    nonce(rtcpSalt, ssrc, word & ~ENCRYPTED);
    authenticate(packet, word);
    try {
      cipher.init(Cipher.DECRYPT_MODE, rtcpKey, new GCMParameterSpec(8 * TAG, nonce));
      cipher.updateAAD(authenticated);
      return RTCP_HEADER + seal(packet, RTCP_HEADER, end - RTCP_HEADER);
    } catch (AEADBadTagException forged) {
      return REFUSED;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a packet was not decrypted", e);
    }
  }

  @Override
  public int rtcpIndex(byte[] packet, int length) {
    return Transform.readInt(packet, length - 4) & ~ENCRYPTED;
  }

  @Override
  public int leastRtcp() {
    return RTCP_HEADER + TAG + 4;
  }

  private int seal(byte[] packet, int offset, int length) throws GeneralSecurityException {
    int sealed = cipher.doFinal(packet, offset, length, result, 0);
    System.arraycopy(result, 0, packet, offset, sealed);
    return sealed;
  }

  /** RFC 7714 sections 8.1 and 9.1: two zeros, SSRC, index of 48 bits; xor salt. */
  private void nonce(byte[] salt, int ssrc, long index) {
    System.arraycopy(salt, 0, nonce, 0, NONCE);
    for (int i = 0; i < 4; i++) {
      nonce[2 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
    }
    for (int i = 0; i < 6; i++) {
      nonce[6 + i] ^= (byte) (index >>> (40 - 8 * i));
    }
  }

  private void authenticate(byte[] packet, int word) {
    System.arraycopy(packet, 0, authenticated, 0, RTCP_HEADER);
    Transform.writeInt(authenticated, RTCP_HEADER, word);
  }
}
