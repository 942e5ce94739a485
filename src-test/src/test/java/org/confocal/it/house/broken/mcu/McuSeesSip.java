package org.confocal.it.house.broken.mcu;

import org.confocal.it.house.broken.sip.SipSeesMedia;

public record McuSeesSip(SipSeesMedia sip) {}
