package io.curfew.dialects.soracom;

import io.curfew.kernel.Action;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The action that a resource's method performs. {@link SoracomGateFilter} asks the gate about it, and lets nobody reach
 * a method without one.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface SoracomOperation {
    /** The API definition's tag and operation as permissions name them, such as {@code Sim:terminateSim}. */
    String value();

    /** Earlier names of the operation in permissions; permissions with these names still apply to it. */
    String[] formerly() default {};

    /** The action. */
    Action action();

    /** The query parameters ending with {@code _filter} that the operation applies; others are refused. */
    String[] filters() default {};
}
