/**
 * Customer Management, version 13, as it is on the wire: one schema, and SOAP, JSON and the WSDL read off it. What is on
 * the wire is {@link io.curfew.dialects.msads.wire.WireObject}s; what they mean is not known here. Section numbers are
 * those of the description of the wire that docs/dialects/microsoft-advertising.md is about.
 */
@NullMarked
package io.curfew.dialects.msads.wire;

import org.jspecify.annotations.NullMarked;
