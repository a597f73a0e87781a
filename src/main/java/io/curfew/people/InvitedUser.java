package io.curfew.people;

/**
 * A user who was just made.
 *
 * @param user the user
 * @param invitation the invitation by which the person accepts
 */
public record InvitedUser(UserView user, IssuedInvitation invitation) {}
