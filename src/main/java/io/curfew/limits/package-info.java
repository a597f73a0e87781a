/**
 * Limits how often something may be done, such as calls in a minute or guesses at a secret. The counts are kept in
 * this process's memory, under keyed hashes, so that what a stranger sends can neither fill the memory nor be read
 * from it. Every room from accounts upward may use it.
 */
@NullMarked
package io.curfew.limits;

import org.jspecify.annotations.NullMarked;
