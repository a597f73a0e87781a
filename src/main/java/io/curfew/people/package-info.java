/** People, what they may do at which customers, their passwords and tokens. */
@NullMarked
package io.curfew.people;

import org.jspecify.annotations.NullMarked;
