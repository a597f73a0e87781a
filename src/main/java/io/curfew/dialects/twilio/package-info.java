/** Twilio's REST API, 2010-04-01 and the v1 products that manage accounts and keys. Contract: docs/dialects/twilio.md. */
@NullMarked
package io.curfew.dialects.twilio;

import org.jspecify.annotations.NullMarked;
