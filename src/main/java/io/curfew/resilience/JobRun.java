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
     * Reports that the job is going on. To be called at least as often as the job's patience is long.
     *
     * @return false when the run was given up and another one has taken its place: it has to end
     */
    public boolean goesOn() {
        sign = System.nanoTime();
        return !over;
    }

    /** Whether the run was given up. To ask is no sign of life: whoever waits for others asks this. */
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
