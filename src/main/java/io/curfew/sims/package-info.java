/**
 * SIMs, each of which stands for a card, a chip or a virtual SIM, with their status machine, termination protection,
 * expiry, sessions, groups and stock. The statuses of a subscription and the transitions between them are data, not
 * code.
 */
@NullMarked
package io.curfew.sims;

import org.jspecify.annotations.NullMarked;
