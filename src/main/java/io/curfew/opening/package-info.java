/**
 * Makes what takes several rooms: accounts with their tokens, trees with their owners, operators, and the first of all
 * (bootstrap).
 */
@NullMarked
package io.curfew.opening;

import org.jspecify.annotations.NullMarked;
