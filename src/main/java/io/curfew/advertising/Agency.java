package io.curfew.advertising;

import org.jspecify.annotations.Nullable;

/**
 * A customer that is linked to an account as its agency.
 *
 * @param customerId its number
 * @param name its name as the caller gave it; may be null
 */
public record Agency(@Nullable Long customerId, @Nullable String name) {}
