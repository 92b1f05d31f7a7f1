package dev.holdfast.testkit.gates.sample.platform.db;

import java.sql.Connection;

/** At home with SQL. */
public interface Pool {
    /** A connection. */
    Connection connection();
}
