package dev.holdfast.testkit.gates.database;

/** A made-up store for StatementsTest. */
final class SampleStore {
    static final String KIND = "select";
    static final String GOOD = "-- by id\nselect id from gate.thing where id = :id::uuid and name = any (:names)";
    static final String LOST_COLUMN = "update gate.thing set gone = :gone where id = :id";

    @SuppressWarnings("UnusedVariable") // found by reflection
    private static final String TWO = "select 1; delete from gate.thing";

    private SampleStore() {}
}
