/**
 * XML as this house speaks it: small documents, read whole into an immutable tree within fixed
 * limits, and written front to back. There is no document type, no entity but the five of XML, and
 * nothing is ever fetched.
 *
 * <p><b>Threading</b>: trees and limits are immutable; a writer belongs to one thread.
 *
 * <p><b>Starting points</b>: {@link org.confocal.wire.xml.XmlReader}, {@link
 * org.confocal.wire.xml.XmlElement}, {@link org.confocal.wire.xml.XmlWriter}.
 *
 * <p><b>Sources</b>: XML 1.0 (fifth edition) sections 2 and 4; Namespaces in XML 1.0; RFC 7303
 * section 3 (UTF-8).
 */
@NullMarked
package org.confocal.wire.xml;

import org.jspecify.annotations.NullMarked;
