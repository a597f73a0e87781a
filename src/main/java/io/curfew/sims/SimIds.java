package io.curfew.sims;

import io.curfew.kernel.Ids;

/** Makes up fictional ids: of the test network 001-01, so that none is a real SIM's. */
final class SimIds {
    private SimIds() {}

    /** 15 digits. */
    static String imsi() {
        return "00101" + Ids.digits(10);
    }

    /** 19 digits, the last one the check digit. */
    static String iccid() {
        return checked("8999901" + Ids.digits(11));
    }

    /** Of a range that numbers no telephone. */
    static String msisdn() {
        return "999" + Ids.digits(11);
    }

    static String serialNumber() {
        return "CF" + Ids.digits(12);
    }

    /** Luhn's check digit at the end. */
    private static String checked(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return digits + (10 - sum % 10) % 10;
    }
}
