/**
 * What happened: audit entries and outbox events, written in the transaction of the change they tell of. Used by every
 * capability above; knows none of them.
 */
@NullMarked
package io.curfew.events;

import org.jspecify.annotations.NullMarked;
