package io.curfew.numbers;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;

/** What a number's country, capabilities and settings allow to be done with it. */
final class NumberRules {
    private NumberRules() {}

    /** Refuses with {@link ErrorCode#SMS_UNSUPPORTED} or {@link ErrorCode#CALLER_ID_LOOKUP_UNSUPPORTED}. */
    static void requireSettable(InventoryNumber number, SettingsChange change) {
        boolean wantsMessages = change.fills(Setting.SMS_URL)
                || change.fills(Setting.SMS_FALLBACK_URL)
                || change.fills(Setting.SMS_APPLICATION_SID);
        if (wantsMessages && !number.capabilities().messages()) {
            throw new DomainException(ErrorCode.SMS_UNSUPPORTED, "This type of number does not take text messages.");
        }
        boolean wantsLookup = "true".equalsIgnoreCase(change.get(Setting.VOICE_CALLER_ID_LOOKUP));
        if (wantsLookup && !number.isNorthAmerican()) {
            throw new DomainException(
                    ErrorCode.CALLER_ID_LOOKUP_UNSUPPORTED,
                    "Callers' names can be looked up for numbers of the United States and Canada only.");
        }
    }

    /**
     * Checks that the new holder of a number whose country requires an address names that address in the request.
     *
     * <p>Refuses with {@link ErrorCode#ADDRESS_REQUIRED} or {@link ErrorCode#LOCAL_ADDRESS_REQUIRED}.
     */
    static void requireAddress(InventoryNumber number, SettingsChange change) {
        if (number.addressRequirement() == AddressRequirement.NONE || change.fills(Setting.ADDRESS_SID)) {
            return;
        }
        throw number.addressRequirement() == AddressRequirement.LOCAL
                ? new DomainException(
                        ErrorCode.LOCAL_ADDRESS_REQUIRED, "The number needs an address in its own country.")
                : new DomainException(ErrorCode.ADDRESS_REQUIRED, "The number needs an address.");
    }

    /** Refuses with {@link ErrorCode#EMERGENCY_ADDRESS_SET} to release a number by which emergency calls are traced. */
    static void requireReleasable(PhoneNumber number) {
        if (number.settings().emergencyAddressSid() != null) {
            throw new DomainException(
                    ErrorCode.EMERGENCY_ADDRESS_SET,
                    "The phone number has an emergency address, which has to be removed from it first.");
        }
    }
}
