package io.curfew.sims;

import org.jspecify.annotations.Nullable;

/**
 * A device that wants to connect.
 *
 * @param imsi the subscription it connects with, null for the SIM's primary one
 * @param imei the IMEI of the device, null when the device does not report it
 * @param ueIpAddress the address that the device is given, null for none
 */
public record StartSession(
        @Nullable String imsi,
        @Nullable String imei,
        @Nullable String ueIpAddress) {}
