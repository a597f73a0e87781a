package io.curfew.limits;

import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** Where a caller stands, so that what follows a wait goes on there and not where somebody else ended the wait. */
public final class Here {
    private Here() {}

    /** Runs on the present Vert.x context; at once where there is none. */
    public static Executor executor() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : MutinyHelper.executor(context);
    }
}
