/**
 * Who this node is towards clients that want TLS: its certificate, made by itself until there is a
 * real one, and read again when its file changes.
 *
 * <p><b>Threading.</b> {@link org.confocal.sip.tls.TlsIdentity} may be asked by any thread; a
 * thread of its own looks at the files.
 *
 * <p><b>Starting points.</b> {@link org.confocal.sip.tls.TlsIdentity}, {@link
 * org.confocal.sip.tls.TlsSettings}; what becomes of the bytes is in {@code
 * org.confocal.sip.jain.TlsSession}.
 *
 * <p><b>Sources.</b> RFC 8446 (TLS 1.3), RFC 5922 (certificates in SIP), RFC 9325 (how TLS is used
 * well).
 */
@NullMarked
package org.confocal.sip.tls;

import org.jspecify.annotations.NullMarked;
