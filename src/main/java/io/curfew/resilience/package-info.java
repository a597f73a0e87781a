/**
 * How the service holds out while its database does not: which failures pass, what the log says of them, and jobs that
 * go on afterwards. For every room.
 */
@NullMarked
package io.curfew.resilience;

import org.jspecify.annotations.NullMarked;
