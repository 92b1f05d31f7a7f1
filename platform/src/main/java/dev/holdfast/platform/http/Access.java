package dev.holdfast.platform.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call a route. Every handler method carries one; it stands in the golden of the routes. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Access {

    /** The rule that is checked before the handler runs. */
    Rule value();

    /** The scope that an API key or an outside token needs, e.g. {@code documents:write}; empty for none. */
    String scope() default "";

    /** Whether calls count against the general limits per account and per address. */
    boolean limited() default true;

    /** Rules for callers. What a member of a space may do there is decided by the verb, inside its transaction. */
    enum Rule {
        /** Anybody. */
        PUBLIC,
        /** Whoever is signed in, in whatever way. */
        ACCOUNT,
        /** A signed-in person with a session of ours: no API key, no outside token. */
        PERSON,
        /** An administrator of the platform. */
        ADMIN
    }
}
