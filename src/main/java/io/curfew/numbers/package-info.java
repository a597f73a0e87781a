/**
 * Phone numbers: the inventory for sale, what accounts hold, their settings, transfers, quarantine and monthly
 * charges. Doors use its services.
 */
@NullMarked
package io.curfew.numbers;

import org.jspecify.annotations.NullMarked;
