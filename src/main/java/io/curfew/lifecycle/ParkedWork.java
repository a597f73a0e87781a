package io.curfew.lifecycle;

/**
 * Due work that was given up after too many failed attempts and waits for a person.
 *
 * @param id names it among all work
 * @param item what it is
 */
public record ParkedWork(long id, WorkItem item) {}
