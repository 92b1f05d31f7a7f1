package dev.holdfast.platform.http.openapi;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names shapes after what they are: {@code WorkspaceController.Creation} is a {@code WorkspaceCreation}. */
final class TypeNames extends TypeNameResolver {
    private static final String CONTROLLER = "Controller";

    private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

    /** The types that were named so far, by their names. */
    Map<String, Class<?>> named() {
        return Map.copyOf(named);
    }

    @Override
    protected String nameForClass(Class<?> type, Set<Options> options) {
        Class<?> outer = type.getEnclosingClass();
        String name = outer == null ? super.nameForClass(type, options) : context(outer) + type.getSimpleName();
        named.put(name, type);
        return name;
    }

    private static String context(Class<?> outer) {
        String name = outer.getSimpleName();
        return name.endsWith(CONTROLLER) ? name.substring(0, name.length() - CONTROLLER.length()) : name;
    }
}
