package org.confocal.sip;

import com.typesafe.config.Config;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.confocal.engine.SectionSettings;

/**
 * What clients of the OCS generation are told about the house after sign-on.
 *
 * @param avEncryption word of {@code ucPC2PCAVEncryption}
 * @param meetingPolicy properties of the meeting policy of every user, in order; his conference
 *     policy adds others
 */
public record ProvisioningSettings(String avEncryption, Map<String, String> meetingPolicy) {
  private static final List<String> ENCRYPTIONS =
      List.of("SupportEncryption", "RequireEncryption", "DoNotSupportEncryption");

  public static ProvisioningSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.sip.provisioning");
    String encryption = s.text("av-encryption");
    if (!ENCRYPTIONS.contains(encryption)) {
      throw s.wrong("av-encryption", encryption, String.join(", ", ENCRYPTIONS));
    }
    Map<String, String> policy = new LinkedHashMap<>();
    for (String property : s.texts("meeting-policy")) {
      int equals = property.indexOf('=');
      if (equals < 1 || !property.matches("[A-Za-z0-9]+=[^<>&\\p{Cntrl}]*")) {
        throw s.wrong("meeting-policy", property, "Name=value");
      }
      policy.put(property.substring(0, equals), property.substring(equals + 1));
    }
    return new ProvisioningSettings(encryption, policy);
  }
}
