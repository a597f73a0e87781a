package io.curfew.operators;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A SAM user as readers see it.
 *
 * @param id the user, whatever its name
 * @param tenantId the operator's main account
 * @param name what it logs in by
 * @param description what people say about it, empty for nothing
 * @param hasPassword whether it can log in by a password
 * @param permission what it may do, as JSON; null for nothing of its own
 * @param permissionDescription what people say about that, empty for nothing
 * @param trustPolicy who may switch to it, as JSON; null for nobody
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 */
public record SamUserView(
        String id,
        String tenantId,
        String name,
        String description,
        boolean hasPassword,
        @Nullable String permission,
        String permissionDescription,
        @Nullable String trustPolicy,
        Instant createdAt,
        Instant updatedAt) {}
