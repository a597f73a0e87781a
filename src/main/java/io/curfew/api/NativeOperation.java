package io.curfew.api;

import io.curfew.kernel.Action;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The act that a resource's method is for. {@link NativeGateFilter} asks about it, so a method without one is never
 * reached.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface NativeOperation {
    /** The act. */
    Action value();
}
