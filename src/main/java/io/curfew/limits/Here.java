package io.curfew.limits;

import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/**
 * Captures the context that a caller runs on, so that after a wait the caller continues there and not on the context
 * of whoever ended the wait.
 */
public final class Here {
    private Here() {}

    /** An executor that runs tasks on the current Vert.x context, or directly where there is none. */
    public static Executor executor() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : MutinyHelper.executor(context);
    }
}
