package io.curfew.sims;

/**
 * Where a SIM's subscription is sold. It never changes, and the door of one coverage does not show SIMs of the other.
 */
public enum Coverage {
    GLOBAL("g"),
    JAPAN("jp");

    private final String code;

    Coverage(String code) {
        this.code = code;
    }

    /** The short name in paths, in the data files and in the database. */
    public String code() {
        return code;
    }

    static Coverage of(String code) {
        for (Coverage coverage : values()) {
            if (coverage.code.equals(code)) {
                return coverage;
            }
        }
        throw new IllegalArgumentException("no such coverage: " + code);
    }
}
