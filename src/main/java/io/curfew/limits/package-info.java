/**
 * How often something may be done: calls in a minute, guesses at a secret. Counted in this process's memory, under keyed
 * hashes, so that what a stranger sends neither fills the memory nor can be read from it. For every room from accounts on.
 */
@NullMarked
package io.curfew.limits;

import org.jspecify.annotations.NullMarked;
