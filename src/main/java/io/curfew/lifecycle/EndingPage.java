package io.curfew.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * Which page of what an account holds comes next.
 *
 * @param after where the page before ended, null for the first
 * @param failedBefore whether it has failed as a whole: then each thing of it becomes a work item of its own, so that
 *     only the faulty one fails
 */
public record EndingPage(@Nullable String after, boolean failedBefore) {}
