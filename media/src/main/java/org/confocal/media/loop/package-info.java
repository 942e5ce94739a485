/**
 * The loops: each owns the sockets, jitter buffers and mixes of its conferences and does everything
 * on one thread.
 *
 * <pre>
 *  any thread          MediaLoops --(bounded queue of commands)--+          counters, inventory, listener
 *                                                                v                     ^
 *  loop thread   MediaLoop.doWork(nowNs): commands -> read sockets -> due conferences mix and send -> timers -> publish
 *                  Cascade: the loudest of the same conference on other loops (TalkReader, RemoteVoice), and ours for them (TalkRing)
 *                  MediaConference: pull frames, choose talkers, sum at the highest rate of its legs
 *                    RateMix: the sum at each other rate, resampled once for all who have it
 *                    RecordingTap: gives what all hear to the writer of recordings
 *                    EncodedStream: packets of one StreamFormat, encoded once for all who have it
 *                    MediaSession: ports, SourceLatch, InboundAudio, OutboundAudio, RtcpReporter
 *                      SignsOfLife: whether the peer is there
 *                      IceTransport, IceComponent: answers checks and says which addresses are believed
 *                      Voice: the leg as the others hear it: gate, levelling, volume, mute, hold
 *                        Contribution: what it adds to the sum, and how it is taken away for it
 *                      Hearing: what it hears apart from the others: relations, volume, deaf, hold, Players
 *                      Place: how what it hears is made and sent
 *                        StreamChoice: the stream that it is sent, shared or its own
 * </pre>
 *
 * <p>All legs tick each 20 ms; packets of 10 to 60 ms are cut from and gathered out of ticks.
 *
 * <p>{@code Routes} says which loop a conference begins on and which one a leg is given to. A large
 * conference has a {@code Branch} on more than one; what they share is a {@code Route}.
 *
 * <p><b>Threading.</b> {@code MediaLoops}, {@code Routes}, {@code Route}, {@code Fences} and {@code
 * Standing} are for any thread. All other types belong to their loop's thread, except the queue,
 * the published counters, {@code SessionView} and {@code LoopLoad}; a {@code TalkRing} has one
 * writer and any number of readers. No locks in a tick; nothing allocates between joins, leaves,
 * new talkers of other loops and told facts.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.loop.MediaLoops}, {@code MediaLoop}, {@code
 * MediaConference}.
 *
 * <p><b>Sources.</b> RFC 3550 sections 6.2, 6.3, 7.1 and 8.2; RFC 4961 (symmetric RTP); RFC 7160
 * (clocks that change); RFC 7667 section 3.6.1.
 */
@NullMarked
package org.confocal.media.loop;

import org.jspecify.annotations.NullMarked;
