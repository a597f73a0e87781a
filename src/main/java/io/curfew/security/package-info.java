/**
 * What every door shares towards its callers: the shape of failures before a resource is chosen, limits, idempotency.
 */
@NullMarked
package io.curfew.security;

import org.jspecify.annotations.NullMarked;
