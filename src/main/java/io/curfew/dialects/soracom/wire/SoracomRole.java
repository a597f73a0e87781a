package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * SORACOM's role; times are UNIX seconds.
 *
 * @param roleName the same as its id
 * @param owner {@code operator}, since the vendor's own roles do not exist here
 * @param permission a string that holds JSON, null in lists of roles
 */
public record SoracomRole(
        String roleId,
        String roleName,
        String owner,
        String description,
        @JsonInclude(Include.NON_NULL) @Nullable String permission,
        long createDateTime,
        long updateDateTime) {}
