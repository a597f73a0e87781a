/** Twilio's objects as they go over the wire. */
@NullMarked
package io.curfew.dialects.twilio.wire;

import org.jspecify.annotations.NullMarked;
