package io.curfew.dialects.soracom;

import io.curfew.kernel.Action;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The act that a resource's method is for. {@link SoracomGateFilter} asks the gate about it, and lets nobody reach a
 * method without one.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface SoracomOperation {
    /** The API definition's tag and operation, as permissions call it, such as {@code Sim:terminateSim}. */
    String value();

    /** What permissions called it before; permissions that were written then still mean it. */
    String[] formerly() default {};

    /** The act. */
    Action action();

    /** Which of its query parameters that end with {@code _filter} the operation serves; others are refused. */
    String[] filters() default {};
}
