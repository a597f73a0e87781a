/**
 * The one way to SQL beside the repositories of entities: statements as values, and the rows that they give. Used by every
 * room; knows none of them.
 */
@NullMarked
package io.curfew.sql;

import org.jspecify.annotations.NullMarked;
