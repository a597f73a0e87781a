/** An operator's users, roles, keys, sessions and switching: what SORACOM's door is logged in to. */
@NullMarked
package io.curfew.operators;

import org.jspecify.annotations.NullMarked;
