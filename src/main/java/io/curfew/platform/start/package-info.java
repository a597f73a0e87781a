/**
 * What happens before the application runs: the data directory and its lock, the embedded PostgreSQL or the wait for an
 * external one, the encryption key, and the small HTTP listener that answers probes meanwhile.
 *
 * <p>Only {@code io.curfew.platform.CurfewMain} calls it; no capability may use it. Nothing here needs CDI, because it
 * runs before there is any. Everything that can go wrong ends in a {@link io.curfew.platform.start.StartRefused}, whose
 * message is the one line an operator gets to see.
 */
@NullMarked
package io.curfew.platform.start;

import org.jspecify.annotations.NullMarked;
