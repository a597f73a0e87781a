package io.curfew.operators;

import java.time.Instant;

/**
 * A role as readers see it: permissions under a name, to be given to SAM users.
 *
 * @param id its name, chosen by the operator
 * @param description what people say about it, empty for nothing
 * @param permission what its users may do, as JSON
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 */
public record SamRoleView(String id, String description, String permission, Instant createdAt, Instant updatedAt) {}
