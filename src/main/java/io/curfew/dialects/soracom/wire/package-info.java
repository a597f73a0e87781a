/** SORACOM's objects as they are on the wire. */
@NullMarked
package io.curfew.dialects.soracom.wire;

import org.jspecify.annotations.NullMarked;
