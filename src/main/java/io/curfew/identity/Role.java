package io.curfew.identity;

/** What a person may do in a tree. */
public enum Role {
    OWNER,
    ADMIN,
    MEMBER,
    VIEWER
}
