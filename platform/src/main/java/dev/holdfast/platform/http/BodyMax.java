package dev.holdfast.platform.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The greatest size of a route's body, where it isn't that of the settings. A longer one is 413 TOO_LARGE. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BodyMax {

    /** Bytes, at least 1. */
    long value();
}
