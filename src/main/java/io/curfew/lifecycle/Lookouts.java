package io.curfew.lifecycle;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one sweep that have found nothing to do. While others work, which may take as long as somebody holds a lock,
 * more falls due. So those that are free do not end: one of them looks again every tenth of a second, and when it finds
 * something the others look, too. When nobody works any more the sweep is over. The time is the process's own, so a
 * lifecycle clock that stands still keeps nobody.
 */
final class Lookouts {
    private static final long LOOK_MILLIS = 100;

    private final Vertx vertx;
    private final BooleanSupplier over;
    private final Deque<Lane> free = new ArrayDeque<>();
    private int working;
    private @Nullable Lane lookout;
    private @Nullable Long timer;

    /**
     * @param lanes how many begin, each at work until it has found nothing
     * @param over whether the sweep has been given up, so that nobody is to look any more
     */
    Lookouts(Vertx vertx, int lanes, BooleanSupplier over) {
        this.vertx = vertx;
        this.working = lanes;
        this.over = over;
    }

    /** One of the lanes. To be called on the lane's own context, where it will go on. */
    Lane lane() {
        return new Lane(vertx.getOrCreateContext());
    }

    private synchronized void found(Lane lane) {
        if (lane == lookout) {
            lookout = null;
            working += 1 + free.size();
            goOn(true);
        }
    }

    private synchronized void free(Lane lane) {
        free.add(lane);
        leave(lane);
    }

    private synchronized void leave(Lane lane) {
        if (lane == lookout) {
            lookout = null;
        } else {
            working--;
        }
        if (lookout != null) {
            return; // what it finds decides
        }
        if (working == 0) {
            goOn(false);
        } else if (timer == null && !free.isEmpty()) {
            timer = vertx.setTimer(LOOK_MILLIS, id -> look());
        }
    }

    private synchronized void look() {
        timer = null;
        if (over.getAsBoolean()) {
            goOn(false);
        } else if (lookout == null && !free.isEmpty()) {
            lookout = free.remove();
            lookout.goOn(true);
        }
    }

    private void goOn(boolean looks) {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
        List<Lane> all = new ArrayList<>(free);
        free.clear();
        all.forEach(lane -> lane.goOn(looks));
    }

    /** One lane of the sweep. */
    final class Lane {
        private final Context context;
        private @Nullable Runnable onLook;
        private @Nullable Runnable onEnd;

        private Lane(Context context) {
            this.context = context;
        }

        /** The lane has found something to do. */
        void found() {
            Lookouts.this.found(this);
        }

        /** The lane has found nothing: ends when it is to look again, with true, or when the sweep is over, with false. */
        Uni<Boolean> awaitMore() {
            return Uni.createFrom().emitter(emitter -> {
                onLook = () -> emitter.complete(true);
                onEnd = () -> emitter.complete(false);
                free(this);
            });
        }

        /** The lane has ended without that. */
        void leave() {
            Lookouts.this.leave(this);
        }

        private void goOn(boolean looks) {
            Runnable next = looks ? onLook : onEnd;
            if (next != null) {
                context.runOnContext(ignored -> next.run());
            }
        }
    }
}
