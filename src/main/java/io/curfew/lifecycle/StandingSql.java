package io.curfew.lifecycle;

import java.util.function.UnaryOperator;

/**
 * {@link Standing} as SQL, for statements that filter, count or join by it: expressions over the row of an account and
 * that of its main account, under aliases of the statement's choice. What the class says and what {@link Standing} says is
 * held equal by a test.
 *
 * <p>The expressions filter rows that a key or an index has found; none of them needs an index of its own. They are
 * SQL; those that say so are also valid in Hibernate's language.
 */
public final class StandingSql {
    private static final String CLOSED = quoted(LifecycleStatus.CLOSED);
    private static final String SUSPENDED = quoted(LifecycleStatus.SUSPENDED);

    private final UnaryOperator<String> own;
    private final UnaryOperator<String> above;
    private final String closedAt;
    private final String purgeAt;

    private StandingSql(String account, String main, String closedAt, String purgeAt) {
        this.own = column -> account + "." + column;
        this.above = column -> main + "." + column;
        this.closedAt = closedAt;
        this.purgeAt = purgeAt;
    }

    /**
     * Of the account under alias {@code account}, whose main account is under alias {@code main}; both are the same row for
     * a main account.
     */
    public static StandingSql of(String account, String main) {
        return new StandingSql(account, main, "closed_at", "purge_at");
    }

    /** {@link #of} in Hibernate's language, where the aliases are those of entities. */
    public static StandingSql ofEntities(String account, String main) {
        return new StandingSql(account, main, "closedAt", "purgeAt");
    }

    /**
     * {@link Standing#isThere}, as a condition; also in Hibernate's language.
     *
     * @param now the parameter that the instant is bound to
     */
    public String isThere(String now) {
        return both(column -> "(" + column + " is null or " + column + " > " + now + ")", purgeAt);
    }

    /** {@link Standing#isOpen}, as a condition; also in Hibernate's language. */
    public String isOpen() {
        return both(column -> column + " is null", closedAt);
    }

    private String both(UnaryOperator<String> condition, String column) {
        String mine = condition.apply(own.apply(column));
        String mains = condition.apply(above.apply(column));
        return mine.equals(mains) ? mine : "(" + mine + " and " + mains + ")";
    }

    /** {@link Standing#status}, as text. */
    public String status() {
        return "case when " + either(CLOSED) + " then " + CLOSED + " when " + either(SUSPENDED) + " then " + SUSPENDED
                + " else " + quoted(LifecycleStatus.ACTIVE) + " end";
    }

    private String either(String status) {
        return status + " in (" + own.apply("status") + ", " + above.apply("status") + ")";
    }

    /** {@link Standing#cause}, as text. */
    public String cause() {
        return "case when " + either(CLOSED) + " then null when " + own.apply("parent_id") + " is not null and "
                + above.apply("status") + " = " + SUSPENDED + " then " + quoted(SuspensionCause.PLATFORM) + " else "
                + own.apply("status_cause") + " end";
    }

    /** {@link Standing#closedAt}. */
    public String closedAt() {
        return "least(" + own.apply(closedAt) + ", " + above.apply(closedAt) + ")";
    }

    /** {@link Standing#goneAt}. */
    public String goneAt() {
        return "least(" + own.apply(purgeAt) + ", " + above.apply(purgeAt) + ")";
    }

    private static String quoted(Enum<?> constant) {
        return "'" + constant.name() + "'";
    }
}
