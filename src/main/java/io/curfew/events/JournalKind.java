package io.curfew.events;

/** What a position of the journal stands for. */
enum JournalKind {
    /** A change: an audit entry and an event of the same id. */
    CHANGE,
    /** An audit entry that no event goes with. */
    AUDIT,
    /** An event alone; of changes recorded before there was a journal, which have an audit entry at another position. */
    EVENT
}
