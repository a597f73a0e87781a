/**
 * The account tree: main accounts and their subaccounts, their ids in every door, their states, the deletion policy and
 * the purge.
 */
@NullMarked
package io.curfew.accounts;

import org.jspecify.annotations.NullMarked;
