/** The whole program as a process of its own: killed, stopped, refused, and on a PostgreSQL, a Redis and an S3 store of somebody else's. */
@NullMarked
package dev.holdfast.server.process;

import org.jspecify.annotations.NullMarked;
