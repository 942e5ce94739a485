package org.confocal.engine.conference;

import java.time.Instant;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.roster.SubscriptionStyle;

/**
 * One subscription to the roster, with all that is needed to go on with it on another machine.
 *
 * @param number unique in the conference, from the same count as legs
 * @param madeBy the request that made it
 * @param expiresSeconds length that was agreed on; how much is left is not journaled
 */
public record Subscription(
    int number,
    UserUri subscriber,
    Dialog dialog,
    RequestKey madeBy,
    SubscriptionStyle style,
    int expiresSeconds,
    Instant since) {}
