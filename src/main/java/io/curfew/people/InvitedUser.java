package io.curfew.people;

/**
 * A user who was just made.
 *
 * @param user the user
 * @param invitation by which the person accepts
 */
public record InvitedUser(UserView user, IssuedInvitation invitation) {}
