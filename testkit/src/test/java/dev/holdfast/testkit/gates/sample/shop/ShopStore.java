package dev.holdfast.testkit.gates.sample.shop;

import java.sql.ResultSet;

/** A store, which may use SQL, in its nested types too. */
public interface ShopStore {
    /** A row. */
    interface Row {
        /** Reads. */
        ResultSet read();
    }
}
