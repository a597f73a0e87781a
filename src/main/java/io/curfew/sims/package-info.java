/**
 * SIMs: what stands for one card, chip or virtual SIM, its status machine, termination protection, expiry, sessions,
 * groups and stock. Which statuses a subscription knows and which way leads where is data, not code.
 */
@NullMarked
package io.curfew.sims;

import org.jspecify.annotations.NullMarked;
