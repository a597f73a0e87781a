package io.curfew.lifecycle;

/**
 * Something that stands in the way of closing an account.
 *
 * @param kind what it is, in one word
 * @param id which one
 * @param reason why it stands in the way, in words joined by hyphens
 */
public record Blocker(String kind, String id, String reason) {}
