/**
 * Phone numbers: the inventory for sale, the numbers that accounts hold, their settings, transfers, quarantine and
 * monthly charges. Doors use its services.
 */
@NullMarked
package io.curfew.numbers;

import org.jspecify.annotations.NullMarked;
