package io.curfew.lifecycle;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * For which main account's tree work is being done, as far as that is known. A request has a Vert.x context of its own,
 * and this is kept there, so that nobody has to hand it on: whoever finds out says so, and the pool, which gives one
 * tree no more than its share of the connections, asks. Work for which nobody says so is the service's own.
 */
public final class CurrentTree {
    private static final Object KEY = CurrentTree.class;

    /** The one name that all callers share who have not yet shown who they are. No account has it. */
    private static final String UNKNOWN = "";

    private CurrentTree() {}

    /** It is that main account's tree: the caller's, once it is known, or the one that the caller's call is about. */
    public static void enter(String tenantId) {
        note(tenantId);
    }

    /** It is a call whose caller is not known yet. */
    public static void awaitCaller() {
        note(UNKNOWN);
    }

    /** The tree, or the one name of all unknown callers; null for the service's own work. */
    public static @Nullable String name() {
        Context context = Vertx.currentContext();
        return context == null || !VertxContext.isDuplicatedContext(context) ? null : context.getLocal(KEY);
    }

    private static void note(String name) {
        Context context = Vertx.currentContext();
        // A context that is shared belongs to no call.
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(KEY, name);
        }
    }
}
