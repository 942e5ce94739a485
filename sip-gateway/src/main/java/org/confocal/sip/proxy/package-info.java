/**
 * The rules of a proxy that stays in the way of one-to-one calls: what is refused, how a request is
 * passed on, which of several answers is the best. {@code ProxyServer} in the package above does
 * what they say.
 *
 * <pre>
 *   caller --Record-Route: its own way, sealed--&gt; edge --Record-Route: the other way, sealed--&gt; callee
 *   caller --&gt; edge --Route: an admission, sealed by the other one--&gt; edge --&gt; callee
 * </pre>
 *
 * <p><em>Threading:</em> everything is immutable, but {@link org.confocal.sip.proxy.BestAnswer},
 * which belongs to whoever made it.
 *
 * <p><em>Starting points:</em> {@link org.confocal.sip.proxy.Forwarding}, {@link
 * org.confocal.sip.proxy.RouteSeal}.
 *
 * <p><em>Sources:</em> RFC 3261 section 16, RFC 5393 (loops), RFC 5626 section 5 (flow tokens), RFC
 * 5658 (two Record-Routes).
 */
@NullMarked
package org.confocal.sip.proxy;

import org.jspecify.annotations.NullMarked;
