package io.curfew.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How this replica's lanes are shared among the trees. One tree has three of four lanes at most, so that others' work
 * never waits for a tree whose rows somebody holds. A tree whose work has waited for a lock in vain is left alone for a
 * moment and then has a single lane, until some of its work is done; all such trees together have half of the lanes.
 */
final class TreeLanes {
    /** How long a tree is left alone whose work has waited in vain. */
    static final Duration REST = Duration.ofSeconds(3);

    /**
     * After this time a tree that was stuck is treated like any other again, whether or not any of its work was done
     * since.
     */
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final int most;
    private final int mostStuck;

    // Only trees that have a lane, or were stuck recently, are in it. Guarded by this.
    private final Map<String, Tree> trees = new HashMap<>();

    TreeLanes(int lanes) {
        this.most = Math.max(1, lanes - Math.max(1, lanes / 4));
        this.mostStuck = Math.max(1, lanes / 2);
    }

    /** The trees that get no further lane at {@code now}, separated by commas; empty when every tree may have one. */
    synchronized String leftOut(Instant now) {
        trees.values().removeIf(tree -> tree.lanes == 0 && tree.failing == 0 && !tree.isRemembered(now));
        return trees.entrySet().stream()
                .filter(entry -> !mayHaveAnother(entry.getValue(), now))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** A lane that works for no tree yet. */
    Lane lane() {
        return new Lane();
    }

    private synchronized boolean enter(String tenantId, Instant now) {
        Tree tree = trees.computeIfAbsent(tenantId, id -> new Tree());
        if (!mayHaveAnother(tree, now)) {
            return false;
        }
        tree.lanes++;
        return true;
    }

    private boolean mayHaveAnother(Tree tree, Instant now) {
        if (tree.failing > 0) {
            return false;
        }
        return tree.isRemembered(now)
                ? !now.isBefore(tree.restsUntil) && tree.lanes == 0 && lanesOfStuck(now) < mostStuck
                : tree.lanes < most;
    }

    private int lanesOfStuck(Instant now) {
        return trees.values().stream()
                .filter(tree -> tree.isRemembered(now))
                .mapToInt(tree -> tree.lanes)
                .sum();
    }

    private synchronized void leave(String tenantId) {
        Tree tree = trees.get(tenantId);
        if (tree != null) {
            tree.lanes--; // whoever asks next forgets it
        }
    }

    private synchronized void countFailing(String tenantId, int more) {
        Tree tree = trees.get(tenantId);
        if (tree != null) {
            tree.failing += more;
        }
    }

    /** Some of the tree's work was done. */
    synchronized void done(String tenantId) {
        Tree tree = trees.get(tenantId);
        if (tree != null) {
            tree.stuck = false;
        }
    }

    /** The tree's work has waited for a lock in vain. */
    synchronized void stuck(String tenantId, Instant now) {
        Tree tree = trees.computeIfAbsent(tenantId, id -> new Tree());
        tree.stuck = true;
        tree.restsUntil = now.plus(REST);
    }

    /** One lane, from its claim until what it claimed has ended, one way or another. */
    final class Lane {
        private @Nullable String tenantId;
        private boolean refused;
        private boolean failing;

        /**
         * The lane has claimed work of that tree at {@code now}.
         *
         * @return false when the tree gets no further lane: those that claim at the same moment may find the same tree
         */
        boolean enter(String tree, Instant now) {
            refused = !TreeLanes.this.enter(tree, now);
            tenantId = refused ? null : tree;
            return !refused;
        }

        /** Whether the tree of the claim got no further lane, so that another tree's work may be waiting. */
        boolean isRefused() {
            return refused;
        }

        /**
         * What the lane has claimed has failed, and is about to be undone. Until the lane is left the tree gets no further
         * one, for that would find the same work again before its failure is recorded.
         */
        void failing() {
            String tree = tenantId;
            if (tree != null && !failing) {
                failing = true;
                countFailing(tree, 1);
            }
        }

        /** The lane is free again. */
        void leave() {
            String tree = tenantId;
            if (tree != null) {
                tenantId = null;
                if (failing) {
                    countFailing(tree, -1);
                }
                TreeLanes.this.leave(tree);
            }
        }
    }

    /** What one tree has. */
    private static final class Tree {
        private int lanes;
        private int failing;
        private boolean stuck;
        private Instant restsUntil = Instant.MIN;

        private boolean isRemembered(Instant now) {
            return stuck && now.isBefore(restsUntil.plus(MEMORY));
        }
    }
}
