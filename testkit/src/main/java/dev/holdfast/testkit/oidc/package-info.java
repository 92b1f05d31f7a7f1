/** A small OpenID provider over real HTTP, faithful where clients rely on it. */
@NullMarked
package dev.holdfast.testkit.oidc;

import org.jspecify.annotations.NullMarked;
