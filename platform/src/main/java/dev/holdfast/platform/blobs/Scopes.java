package dev.holdfast.platform.blobs;

import dev.holdfast.platform.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The scopes that the apps of this program have declared. */
@Component
final class Scopes {
    private final Map<String, UploadScope> byName = new TreeMap<>();

    Scopes(List<UploadScope> scopes) {
        for (UploadScope scope : scopes) {
            if (byName.put(scope.name(), scope) != null) {
                throw new IllegalStateException("two scopes of uploads are named " + scope.name());
            }
        }
    }

    /** Throws INVALID for a name that none has. */
    UploadScope named(String name) {
        UploadScope scope = byName.get(name);
        if (scope == null) {
            throw Problem.invalid("scope", "must be one of " + String.join(", ", byName.keySet()));
        }
        return scope;
    }
}
