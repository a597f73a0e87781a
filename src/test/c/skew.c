/*
 * Another wall clock for one process, by LD_PRELOAD: ahead by CURFEW_TEST_CLOCK_SKEW seconds, behind if that is negative.
 * The monotonic clock is left alone, as it is where somebody has set a machine's clock wrongly.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long skew;
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_timedwait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

__attribute__((constructor)) static void prepare(void) {
    const char *text = getenv("CURFEW_TEST_CLOCK_SKEW");
    skew = text ? atol(text) : 0;
    real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    /* The first version of this function is another one, and may be what dlsym finds. */
    real_timedwait = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
    if (!real_timedwait) {
        real_timedwait = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    }
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (!real_clock_gettime) {
        prepare();
    }
    int result = real_clock_gettime(clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        now->tv_sec += skew;
    }
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec precise;
    (void) zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *copy) {
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (copy) {
        *copy = precise.tv_sec;
    }
    return precise.tv_sec;
}

/* The kernel waits by the real clock. A deadline on the monotonic one is a small number: seconds since the boot. */
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *deadline) {
    struct timespec meant = *deadline;
    if (meant.tv_sec > 1000000000L) {
        meant.tv_sec -= skew;
    }
    return real_timedwait(condition, mutex, &meant);
}
