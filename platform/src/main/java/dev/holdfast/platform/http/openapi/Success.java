package dev.holdfast.platform.http.openapi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The statuses with which a route succeeds, where the code alone doesn't tell: the type of the answer doesn't name them. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Success {

    /** Statuses from 200 to 399, e.g. 201 and 200 for a creation that may be sent again. */
    int[] value();
}
