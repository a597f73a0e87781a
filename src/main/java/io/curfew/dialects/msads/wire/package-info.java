/**
 * Customer Management, version 13, as it is on the wire: one schema, and SOAP, JSON and the WSDL derived from it.
 * Messages are {@link io.curfew.dialects.msads.wire.WireObject}s; this package does not know what they mean. Section
 * numbers are those of the description of the wire that docs/dialects/microsoft-advertising.md is about.
 */
@NullMarked
package io.curfew.dialects.msads.wire;

import org.jspecify.annotations.NullMarked;
