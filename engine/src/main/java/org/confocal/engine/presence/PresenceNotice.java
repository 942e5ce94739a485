package org.confocal.engine.presence;

import java.util.Optional;

/**
 * One NOTIFY or BENOTIFY of a subscription to something of a user.
 *
 * @param subscription number that comes back with the result
 * @param unanswered BENOTIFY: nobody waits for an answer
 * @param expiresSeconds what is left of the subscription; 0 = it ends with this notice
 */
public record PresenceNotice(
    SubscriberDialog dialog,
    int subscription,
    long cseq,
    PresenceEvent event,
    boolean unanswered,
    int expiresSeconds,
    Optional<PresenceNews> news) {}
