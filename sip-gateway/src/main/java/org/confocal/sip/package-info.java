/**
 * The SIP edge: it owns transports and transactions, and never conference truth. It reads requests,
 * says them to the engine as commands and writes the engine's answers.
 *
 * <pre>
 *   jain (threads of the stack) --StackEvents--&gt; SipEdge --+-- SessionServer   one INVITE or UPDATE that came
 *                                                          +-- RequestServer   one BYE, OPTIONS or other INFO in a dialog
 *                                                          +-- ControlServer   one INFO with conference control
 *                                                          +-- FactoryServer   one SERVICE to a focus factory
 *                                                          +-- RegisterServer  one REGISTER
 *                                                          +-- RoutedServer    one SUBSCRIBE, MESSAGE or REFER
 *                                            ProxyDesk ----+-- ProxyServer     one request from a user to a user
 *                                                          +-- UserServer      one SUBSCRIBE or SERVICE of contacts, presence
 *   Focus --EdgeProtocol--&gt; SipEdge --&gt; DialogOutbox ------+-- ClientRequest   one request of ours
 *                                                          +-- FanOut          NOTIFY or MESSAGE to many
 *                                                          +-- CallOut         one call of a conference
 *                                                          +-- CallRelay       the same, made by another edge
 * </pre>
 *
 * <p>Conference control (C3P) comes by SERVICE, in an INVITE, and by INFO in the dialog with a
 * focus. {@code C3pChecks} looks at the envelope, {@code FactoryTranslation} and {@code
 * ControlTranslation} at the command; whatever they do not understand is a {@code C3pRefusal}.
 *
 * <p>{@code Authentication} tells who sent a request. {@code OcsClient} knows the clients that are
 * challenged and answered in another way.
 *
 * <p>Contacts and presence belong to the user's own actor: {@code UserSubscribe} and {@code
 * UserService} read what is wanted, {@code PresenceTranslation} and {@code PresenceNotices} write
 * what is told.
 *
 * <p>Whoever is connected to another edge is reached by it: {@code Admissions} lets its requests
 * pass, {@code Branches} writes what goes there.
 *
 * <p><em>Threading:</em> actors; the other classes are pure or immutable.
 *
 * <p><em>Starting points:</em> {@link org.confocal.sip.SipEdge}, {@link
 * org.confocal.sip.SessionServer}, {@link org.confocal.sip.RejectionMapping}.
 *
 * <p><em>Sources:</em> RFC 3261, RFC 3264, RFC 3428 (MESSAGE), RFC 3515 and RFC 4488 (REFER), RFC
 * 3581 (rport), RFC 3862 (CPIM), RFC 4028 (session timers), RFC 4575 and RFC 6665 (rosters), RFC
 * 5627 (GRUU), RFC 4579 (conferencing), RFC 3856 (presence), RFC 7616 and RFC 8760 (digest);
 * MS-CONFPRO (focus factory), MS-CONFBAS (focus), MS-OCER (error codes), MS-SIP and MS-PRES
 * (contacts and presence).
 */
@NullMarked
package org.confocal.sip;

import org.jspecify.annotations.NullMarked;
