package org.confocal.it.house.broken.sip;

import javax.sip.message.Request;
import org.confocal.it.house.broken.media.MediaLogs;

/** Sees the SIP stack outside of its package, and a room that it may not see. */
public record SipSeesMedia(Request request, MediaLogs media) {}
