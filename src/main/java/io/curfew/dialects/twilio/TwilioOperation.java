package io.curfew.dialects.twilio;

import io.curfew.kernel.Action;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The action that a resource's method performs. {@link TwilioGateFilter} asks the gate about it, and lets nobody reach
 * a method without one.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface TwilioOperation {
    /** The action. */
    Action value();
}
