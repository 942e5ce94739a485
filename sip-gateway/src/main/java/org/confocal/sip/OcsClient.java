package org.confocal.sip;

import java.util.regex.Pattern;
import org.confocal.sip.message.SipRequest;

/**
 * Tells clients of the OCS generation from others: they answer a challenge of a proxy only, and
 * want to be told what they may ask for when they sign in. Pure. MS-SIPREGE, MS-SIPAE.
 */
final class OcsClient {
  private static final Pattern NAMES =
      Pattern.compile("(?i)\\b(?:Sipe|UCCAPI|UCCP|RTC|LCC|OC)/[0-9]");

  private OcsClient() {}

  static boolean sent(SipRequest request) {
    return request.headers().has("ms-keep-alive")
        || request.from().param("epid").filter(e -> !e.isEmpty()).isPresent()
        || request.header("User-Agent").filter(u -> NAMES.matcher(u).find()).isPresent();
  }
}
