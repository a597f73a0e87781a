package io.curfew.numbers;

import io.curfew.events.Actor;
import org.jspecify.annotations.Nullable;

/**
 * A purchase.
 *
 * @param tenantId the buyer's main account
 * @param accountId the buyer
 * @param choice which number
 * @param settings the settings to give it
 * @param actor who asks
 */
public record BuyNumber(String tenantId, String accountId, Choice choice, SettingsChange settings, Actor actor)
        implements NumberCommand {
    /** Which number is wanted. */
    public sealed interface Choice {}

    /**
     * This very number.
     *
     * @param phoneNumber in E.164, or in the national form of its country
     * @param type the kind it must be of, null for any
     */
    public record ByNumber(String phoneNumber, @Nullable NumberType type) implements Choice {}

    /**
     * Any local number of an area of the United States or Canada.
     *
     * @param areaCode three digits
     */
    public record ByAreaCode(String areaCode) implements Choice {}
}
