package io.curfew.dialects.soracom;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What permissions call a resource's method. Every one has it, or is never reached: {@link SoracomPermissionFilter} asks
 * whether the caller may.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface SoracomOperation {
    /** The API definition's tag and operation, such as {@code Sim:terminateSim}. */
    String value();

    /** Whether anybody who is logged in may, whatever their permissions. */
    boolean always() default false;
}
