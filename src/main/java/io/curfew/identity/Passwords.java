package io.curfew.identity;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords off the event loop, on as many threads as there are processors: logins may be slow, other calls not
 * because of them.
 */
@ApplicationScoped
class Passwords {
    /** Of no password: a name that does not exist takes as long as one that does. */
    private static final String NOBODYS =
            "pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final WorkerExecutor workers;

    Passwords(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor(
                "curfew-passwords", Runtime.getRuntime().availableProcessors());
    }

    /** The hash to keep of {@code password}. */
    @CheckReturnValue
    Uni<String> hash(String password) {
        return work(() -> PasswordHasher.hash(password));
    }

    /**
     * Whether {@code password} is the one hashed.
     *
     * @param hash the hash, null when there is none: false then, after the same time
     */
    @CheckReturnValue
    Uni<Boolean> matches(String password, @Nullable String hash) {
        return work(() -> PasswordHasher.matches(password, hash == null ? NOBODYS : hash));
    }

    private <T> Uni<T> work(Callable<T> task) {
        return Uni.createFrom()
                .completionStage(() -> workers.executeBlocking(task, false).toCompletionStage());
    }
}
