package io.curfew.dialects.twilio;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which API keys may call a resource's method. Every one has it, or is never reached: {@link TwilioScopeFilter} asks. An
 * auth token and a Main key may call all of them.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface TwilioOperation {
    /**
     * The permission that a restricted key needs, under its name in Twilio's catalogue and without the leading slash.
     * Empty where none is enough: for making and changing accounts and rotating auth tokens, which the catalogue has no
     * permission for either, and for making standard keys, which may do more than any restricted one.
     */
    String permission() default "";

    /** Whether a standard key may; it reaches neither accounts nor keys nor auth tokens. */
    boolean standardKey() default false;
}
