package dev.holdfast.buckia.tree;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names that Windows refuses, or silently makes other ones of ("Naming Files, Paths, and Namespaces", Microsoft). */
final class WindowsNames {
    private static final Pattern DEVICE = Pattern.compile(
            "(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\\..*)?", Pattern.DOTALL);

    private WindowsNames() {}

    /** Why a path with slashes can't be there; empty if it can. */
    static Optional<String> trouble(String path) {
        for (var name : path.split("/")) {
            for (int at = 0; at < name.length(); at++) {
                if ("<>:\"|?*\\".indexOf(name.charAt(at)) >= 0 || name.charAt(at) < 0x20) {
                    return Optional.of("Windows has no '" + name.charAt(at) + "' in names");
                }
            }
            if (name.endsWith(".") || name.endsWith(" ")) {
                return Optional.of("on Windows a name can't end with a dot or a space");
            }
            if (DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                return Optional.of("on Windows '" + name + "' is a device");
            }
        }
        return Optional.empty();
    }
}
