/**
 * Creates what involves several rooms: accounts with their tokens, trees with their owners, operators, and the first
 * main account (bootstrap).
 */
@NullMarked
package io.curfew.opening;

import org.jspecify.annotations.NullMarked;
