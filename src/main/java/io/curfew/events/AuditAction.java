package io.curfew.events;

/** What the audit tells of beside changes. Nobody else is told of it: there is no event. */
public enum AuditAction {
    /** A wrong secret, or a name that nobody has. */
    LOGIN_FAILED("login.failed"),
    /** Somebody known wanted more than they may. */
    ACCESS_REFUSED("access.refused"),
    /** An answer showed an account's auth token. */
    AUTH_TOKEN_READ("auth-token.read"),
    /** SIMs came into stock. */
    SIM_STOCK_ADDED("sim-stock.added");

    private final String wireName;

    AuditAction(String wireName) {
        this.wireName = wireName;
    }

    /** The action as entries spell it. */
    public String wireName() {
        return wireName;
    }
}
