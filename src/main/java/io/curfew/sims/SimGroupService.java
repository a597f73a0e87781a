package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Groups that SIMs of one coverage are put into. A group of another tree or coverage is not found. */
@ApplicationScoped
public class SimGroupService {
    /** Makes a group. Refuses with {@link ErrorCode#TAG_INVALID}; the main account must be active. */
    @CheckReturnValue
    public Uni<GroupView> create(String tenantId, Coverage coverage, Map<String, String> tags, Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** The group; else {@link ErrorCode#NOT_FOUND}. */
    @CheckReturnValue
    public Uni<GroupView> get(String tenantId, Coverage coverage, String groupId) {
        throw new UnsupportedOperationException();
    }

    /** A page of groups, newest first. */
    @CheckReturnValue
    public Uni<Slice<GroupView>> list(String tenantId, Coverage coverage, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** Deletes a group and takes its SIMs out of it. Refuses with {@link ErrorCode#NOT_FOUND}. */
    @CheckReturnValue
    public Uni<Void> delete(String tenantId, Coverage coverage, String groupId, Actor actor) {
        throw new UnsupportedOperationException();
    }
}
