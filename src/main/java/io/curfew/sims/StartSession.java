package io.curfew.sims;

import org.jspecify.annotations.Nullable;

/**
 * A device that wants to connect.
 *
 * @param imsi the subscription it connects with, null for the SIM's primary one
 * @param imei the device's, null when it does not tell
 * @param ueIpAddress the address it is given, null for none
 */
public record StartSession(
        @Nullable String imsi,
        @Nullable String imei,
        @Nullable String ueIpAddress) {}
