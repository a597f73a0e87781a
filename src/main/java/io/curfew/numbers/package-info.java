/**
 * Phone numbers: the inventory for sale, what accounts hold, their settings, transfers, quarantine and monthly charges.
 * Used by messaging and the doors; uses accounts, lifecycle and events.
 */
@NullMarked
package io.curfew.numbers;

import org.jspecify.annotations.NullMarked;
