/** What tests share: a real database, a clock that is set by hand, accounts to work with. */
@NullMarked
package io.curfew.testing;

import org.jspecify.annotations.NullMarked;
