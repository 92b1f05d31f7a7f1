package dev.holdfast.testkit.gates.sample.shop;

import java.sql.SQLException;

/** No store, yet it uses SQL. */
public interface Prices {
    /** Leaks. */
    int price() throws SQLException;
}
