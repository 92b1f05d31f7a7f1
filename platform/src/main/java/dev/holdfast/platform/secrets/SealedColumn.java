package dev.holdfast.platform.secrets;

import dev.holdfast.platform.db.Tx;

/** A column whose values are sealed. A bean for each; together they are the list of what is sealed in the database. */
public interface SealedColumn {

    /** The column as {@code schema.table.column}. */
    String name();

    /** What its values hold, in a few words for the documentation. */
    String holds();

    /**
     * Seals some values again that aren't sealed under the key of now ({@link Sealer#currentPrefix}).
     *
     * @param tx a transaction of the program's own
     * @param limit how many at most
     * @return how many there were; 0 when none is left
     */
    int reseal(Tx tx, Sealer sealer, int limit);
}
