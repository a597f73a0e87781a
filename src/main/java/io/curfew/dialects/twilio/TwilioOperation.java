package io.curfew.dialects.twilio;

import io.curfew.kernel.Action;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a resource's method is for. Every one has it, or is never reached: {@link TwilioGateFilter} asks. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface TwilioOperation {
    /** The act. */
    Action value();
}
