/** Value types that every capability speaks: ids, pages, refusals. Depends on the JDK and JSpecify only. */
@NullMarked
package io.curfew.kernel;

import org.jspecify.annotations.NullMarked;
