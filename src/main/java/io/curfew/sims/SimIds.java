package io.curfew.sims;

import io.curfew.kernel.Ids;

/** Makes up fictional ids. They belong to the test network 001-01, so that none is the id of a real SIM. */
final class SimIds {
    private SimIds() {}

    /** A made-up IMSI of 15 digits. */
    static String imsi() {
        return "00101" + Ids.digits(10);
    }

    /** A made-up ICCID of 19 digits, of which the last is the check digit. */
    static String iccid() {
        return checked("8999901" + Ids.digits(11));
    }

    /** A made-up phone number from a range that is assigned to no telephone. */
    static String msisdn() {
        return "999" + Ids.digits(11);
    }

    static String serialNumber() {
        return "CF" + Ids.digits(12);
    }

    /** Appends the Luhn check digit. */
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
