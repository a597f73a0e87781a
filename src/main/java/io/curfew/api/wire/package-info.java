/** What the native API reads and writes, as it is on the wire. */
@NullMarked
package io.curfew.api.wire;

import org.jspecify.annotations.NullMarked;
