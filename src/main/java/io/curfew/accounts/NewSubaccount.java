package io.curfew.accounts;

import java.time.Instant;

/**
 * A subaccount that is to be inserted. Its plan is its main account's.
 *
 * @param tenantId its main account
 * @param id its id
 * @param name what people call it
 * @param advertiserId its id in Microsoft Advertising's door
 * @param advertiserNumber its number in Microsoft Advertising's door
 * @param at lifecycle time of its creation
 */
record NewSubaccount(
        String tenantId, String id, String name, String advertiserId, String advertiserNumber, Instant at) {}
