/**
 * The pool of connections to PostgreSQL, made so that nothing waits for it without end: opening, waiting for a
 * connection and every statement have a deadline on this side, whatever the network or the server does. Within that, no
 * tree holds more than its share of the connections.
 */
@NullMarked
package io.curfew.platform.pool;

import org.jspecify.annotations.NullMarked;
