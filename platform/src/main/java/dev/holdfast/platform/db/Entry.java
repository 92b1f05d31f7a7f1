package dev.holdfast.platform.db;

import java.util.Map;
import java.util.UUID;

/** What a transaction's first statement found out about its actor. */
record Entry(boolean admin, Map<UUID, String> roles) {
    static final Entry NOBODY = new Entry(false, Map.of());
}
