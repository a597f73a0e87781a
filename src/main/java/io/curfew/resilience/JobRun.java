package io.curfew.resilience;

/** One run of a job, as the job itself sees it. */
public final class JobRun {
    private volatile long sign = System.nanoTime();
    private volatile boolean over;

    JobRun() {}

    /** A run that nobody watches, and that is never given up. */
    public static JobRun unwatched() {
        return new JobRun();
    }

    /**
     * Reports that the job is still running. The pause between two calls must not be longer than the job's patience.
     *
     * @return false when the run was given up and another one has taken its place, so that this one must end
     */
    public boolean goesOn() {
        sign = System.nanoTime();
        return !over;
    }

    /**
     * Whether the run was given up. Unlike {@link #goesOn}, this call does not count as a sign of life: it is for code
     * that waits for others.
     */
    public boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    long silentNanos() {
        return System.nanoTime() - sign;
    }
}
