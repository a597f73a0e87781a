package io.curfew.limits;

import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/**
 * The context that a caller runs on, so that after a wait the caller goes on there and not where somebody else ended
 * the wait.
 */
public final class Here {
    private Here() {}

    /** Runs on the present Vert.x context; at once where there is none. */
    public static Executor executor() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : MutinyHelper.executor(context);
    }
}
