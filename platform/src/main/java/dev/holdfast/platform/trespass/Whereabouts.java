package dev.holdfast.platform.trespass;

import dev.holdfast.platform.db.Tx;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Knows in which space records lie. An app has one for all of its records that a path can name. */
public interface Whereabouts {

    /** The space of each record that there is; ids of nothing are left out. In a transaction of the worker's role. */
    Map<UUID, UUID> spaces(Tx tx, Collection<UUID> ids);
}
