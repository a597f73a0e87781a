package io.curfew.sims;

/** Where a SIM's subscription is sold. It never changes, and through the door of one coverage the other's SIMs are not there. */
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
