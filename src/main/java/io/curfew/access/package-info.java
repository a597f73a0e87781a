/**
 * Who may do what. {@link io.curfew.access.Gate} is the one question; {@link io.curfew.access.Rights} is what each kind of
 * credential answers it with, beside where that credential is known: auth tokens, keys and bearer tokens in
 * {@code credentials}, roles in {@code people}, SAM in {@code operators} and its door. {@link io.curfew.access.StatusRules}
 * says which states allow an act, whoever asks. Plain Java; for every room above.
 */
@NullMarked
package io.curfew.access;

import org.jspecify.annotations.NullMarked;
