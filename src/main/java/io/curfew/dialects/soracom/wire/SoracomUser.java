package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SORACOM's SAM user; times are UNIX seconds, {@code permission} is a string that holds JSON. */
public record SoracomUser(
        String userName,
        String description,
        boolean hasPassword,
        @JsonInclude(Include.NON_NULL) @Nullable String permission,
        List<SoracomRole> roleList,
        List<SoracomAuthKey> authKeyList,
        long createDateTime,
        long updateDateTime) {}
