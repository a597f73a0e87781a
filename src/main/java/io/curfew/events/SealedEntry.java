package io.curfew.events;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * An audit entry that has its place in the journal.
 *
 * @param position its place among all that is recorded of its tenant
 * @param id its own; that of the event, too, where one goes with it
 * @param occurredAt lifecycle time of what happened
 * @param recordedAt real time of the record
 * @param accountId the account it is about
 * @param action what happened, as docs/events.md lists it
 * @param subject the id of what it happened to
 * @param actor who did it; what else is told of the caller is in {@code detail}
 * @param detail facts; in the place of a personal value that is erased or not shown, a commitment to it
 */
public record SealedEntry(
        long position,
        UUID id,
        Instant occurredAt,
        Instant recordedAt,
        String accountId,
        String action,
        String subject,
        Actor actor,
        Map<String, Object> detail) {}
