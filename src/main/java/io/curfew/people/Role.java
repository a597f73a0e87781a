package io.curfew.people;

/** What a person may do in a tree. */
public enum Role {
    OWNER,
    ADMIN,
    MEMBER,
    VIEWER
}
