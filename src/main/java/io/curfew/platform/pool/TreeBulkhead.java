package io.curfew.platform.pool;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections that each tree holds at a time, so that a tree whose calls are stuck leaves the rest to the
 * others. All trees together hold a few less than there are, so that whatever trees are stuck, the service's own work
 * goes on. When all places are taken, calls wait here, in memory, for a limited time: those of one tree in order, the
 * trees by turns. As long as there are places, the only cost is counting.
 */
final class TreeBulkhead {
    private final int places;
    private final int placesOfAll;
    private final int queue;
    private final Duration patience;
    private final Vertx vertx;

    // Only those that hold or wait for something are in it. Guarded by this.
    private final Map<String, Share> shares = new HashMap<>();

    // Trees that have not used up their own places but find all of them taken; the one that waits longest is first.
    private final Set<Share> starved = new LinkedHashSet<>();

    private int held;

    /**
     * A bulkhead.
     *
     * @param places how many connections a tree may hold at a time
     * @param placesOfAll how many all trees together may hold at a time
     * @param queue how many calls of a tree may wait for a place; further ones are refused
     * @param patience how long a call may wait before it is refused
     */
    TreeBulkhead(int places, int placesOfAll, int queue, Duration patience, Vertx vertx) {
        this.places = places;
        this.placesOfAll = placesOfAll;
        this.queue = queue;
        this.patience = patience;
        this.vertx = vertx;
    }

    /**
     * A place for {@code tree}, which has to be left again; fails with {@link ErrorCode#UNAVAILABLE}. A caller who has
     * to wait gets it on the context that asked.
     */
    Future<Place> enter(String tree) {
        synchronized (this) {
            Share share = shares.computeIfAbsent(tree, Share::new);
            if (share.held < places && held < placesOfAll) {
                share.held++;
                held++;
                return Future.succeededFuture(new Place(share));
            }
            if (share.waiting.size() >= queue) {
                return Future.failedFuture(refusal());
            }
            Waiter waiter = new Waiter(share, vertx.getOrCreateContext());
            share.waiting.addLast(waiter);
            noteStarved(share);
            waiter.timer = vertx.setTimer(patience.toMillis(), late -> giveUp(waiter));
            return waiter.promise.future();
        }
    }

    /** How many trees hold connections now. */
    synchronized int holders() {
        return shares.size();
    }

    /** How many connections are held by the tree that holds the most. */
    synchronized int mostHeld() {
        return shares.values().stream().mapToInt(share -> share.held).max().orElse(0);
    }

    /** How many calls of all trees wait for a place. */
    synchronized int waiting() {
        return shares.values().stream().mapToInt(share -> share.waiting.size()).sum();
    }

    private void giveUp(Waiter waiter) {
        boolean waiting;
        synchronized (this) {
            waiting = waiter.share.waiting.remove(waiter);
            if (waiting) {
                noteStarved(waiter.share);
                forgetIfIdle(waiter.share);
            }
        }
        if (waiting) {
            waiter.context.runOnContext(late -> waiter.promise.fail(refusal()));
        }
    }

    private void leave(Share share) {
        Waiter next;
        synchronized (this) {
            share.held--;
            held--;
            noteStarved(share);
            next = nextServed();
            forgetIfIdle(share);
        }
        if (next != null) {
            vertx.cancelTimer(next.timer);
            next.context.runOnContext(served -> next.promise.complete(new Place(next.share)));
        }
    }

    /** The place that has become free goes to the first tree that may have it, which is then the last in the queue. */
    private @Nullable Waiter nextServed() {
        if (starved.isEmpty() || held >= placesOfAll) {
            return null;
        }
        Share share = starved.iterator().next();
        starved.remove(share);
        Waiter next = share.waiting.pollFirst();
        share.held++;
        held++;
        noteStarved(share);
        return next;
    }

    private void noteStarved(Share share) {
        if (share.held < places && !share.waiting.isEmpty()) {
            starved.add(share);
        } else {
            starved.remove(share);
        }
    }

    private void forgetIfIdle(Share share) {
        if (share.held == 0 && share.waiting.isEmpty()) {
            shares.remove(share.tree);
        }
    }

    private static DomainException refusal() {
        return new DomainException(
                ErrorCode.UNAVAILABLE, "Too many calls of this account are under way. Try again in a moment.");
    }

    /** What one tree has. */
    private static final class Share {
        private final String tree;
        private final Deque<Waiter> waiting = new ArrayDeque<>();
        private int held;

        Share(String tree) {
            this.tree = tree;
        }
    }

    private static final class Waiter {
        private final Share share;
        private final Context context;
        private final Promise<Place> promise = Promise.promise();
        private long timer;

        Waiter(Share share, Context context) {
            this.share = share;
            this.context = context;
        }
    }

    /** Entitles to one connection. */
    final class Place {
        private final Share share;
        private boolean left;

        private Place(Share share) {
            this.share = share;
        }

        /** Gives it back, for whoever waits longest; the second time nothing happens. */
        void leave() {
            synchronized (this) {
                if (left) {
                    return;
                }
                left = true;
            }
            TreeBulkhead.this.leave(share);
        }
    }
}
