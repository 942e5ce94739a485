package org.confocal.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.confocal.engine.directory.UserDirectory.Credentials;
import org.junit.jupiter.api.Test;

final class DigestHashesTest {
  /** RFC 7616 section 3.9.1: these are H(A1) of the responses that are printed there. */
  @Test
  void theHashesAreThoseOfTheRfcsExample() {
    Credentials mufasa = DigestHashes.of("Mufasa", "http-auth@example.org", "Circle of Life");

    assertThat(mufasa.ha1Md5()).isEqualTo("3d78807defe7de2157e2b0b6573a855f");
    assertThat(mufasa.ha1Sha256())
        .isEqualTo("7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232");
  }

  @Test
  void aNameIsLowerCaseAndNeverThatOfAContact() {
    assertThat(UserName.parse("Ada.L-1_x")).contains("ada.l-1_x");
    assertThat(UserName.parse("9000")).contains("9000");
    assertThat(UserName.parse("c-abcdefghijklmnopqrst")).isEmpty();
    assertThat(UserName.parse("a b")).isEmpty();
    assertThat(UserName.parse("a@b")).isEmpty();
    assertThat(UserName.parse("")).isEmpty();
    assertThat(UserName.parse("a".repeat(65))).isEmpty();
  }
}
