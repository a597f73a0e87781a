/** The native API: JSON over HTTP with problems of RFC 9457, ETags, idempotency keys and cursors. */
@NullMarked
package io.curfew.api;

import org.jspecify.annotations.NullMarked;
