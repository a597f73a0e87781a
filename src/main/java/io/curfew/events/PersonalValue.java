package io.curfew.events;

/**
 * A fact about a person: an address, a name, a text that somebody wrote freely. As a value of a {@link DomainEvent}'s or an
 * {@link AuditEntry}'s facts, at their top level, it is kept apart from them: they hold a commitment to it, which outlives
 * a purge, and the value itself does not.
 *
 * @param value what is known; not empty
 */
public record PersonalValue(String value) {
    /** Without the value, for logs. */
    @Override
    public String toString() {
        return "PersonalValue[]";
    }
}
