package dev.holdfast.buckia.index;

import java.util.List;

/**
 * What one device says of the files whose latest version it wrote.
 *
 * @param device its name
 * @param generation grows by one with each writing
 * @param entries one a path, in the order of the paths' UTF-8 bytes
 */
public record DeviceIndex(String device, long generation, List<Entry> entries) {
    /** Copies the entries. */
    public DeviceIndex {
        entries = List.copyOf(entries);
    }
}
