/**
 * Keeps the service running while its database fails: it says which failures are transient, logs them, and lets jobs
 * continue afterwards. Every room may use it.
 */
@NullMarked
package io.curfew.resilience;

import org.jspecify.annotations.NullMarked;
