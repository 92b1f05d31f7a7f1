package dev.holdfast.platform.http.openapi;

import dev.holdfast.platform.Code;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a route can be refused with, beyond what follows from its access rule and its parameters: those are UNAUTHENTICATED,
 * FORBIDDEN, RATE_LIMITED, MALFORMED, NOT_FOUND under an id, INVALID and its like for a body, INVALID for a query, STALE for If-Match, the cursor's and
 * the Idempotency-Key's.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Problems {

    /** The further codes. */
    Code[] value();
}
