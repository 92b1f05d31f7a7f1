package dev.holdfast.buckia.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A library's public and protected signatures as text.
 *
 * @param version of the library
 * @param lines a type or a member each; what others have to implement begins with {@code implement}
 */
record PublicApi(String version, SortedSet<String> lines) {
    private static final String TO_IMPLEMENT = "implement ";

    /** Of a module's compiled classes: what its descriptor exports to everybody. */
    static PublicApi of(String version, Path classes) throws IOException {
        ModuleDescriptor module;
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            module = ModuleDescriptor.read(in);
        }
        var lines = new TreeSet<String>();
        for (var each : module.exports()) {
            if (!each.isQualified()) {
                try (Stream<Path> files =
                        Files.list(classes.resolve(each.source().replace('.', '/')))) {
                    files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                            .map(name -> type(each.source() + "." + name.substring(0, name.length() - 6)))
                            .forEach(type -> lines.addAll(of(type)));
                }
            }
        }
        return new PublicApi(version, lines);
    }

    /** Of one type, without the types in it. */
    static List<String> of(Class<?> type) {
        if (!isVisible(type)) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add(header(type));
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers()) && !field.isSynthetic()) {
                lines.add(field.toGenericString());
            }
        }
        var members = Stream.<Executable>concat(
                Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()));
        members.filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
                .forEach(member -> lines.add(isToImplement(type, member) + member.toGenericString()));
        return lines;
    }

    /** What {@link #toString} wrote. */
    static PublicApi parse(String text) {
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        return new PublicApi(lines.getFirst(), new TreeSet<>(lines.subList(1, lines.size())));
    }

    /** What programs made for this one can't rely on in another: signatures gone or changed, and new ones to implement. */
    List<String> brokenBy(PublicApi next) {
        var types = lines.stream().filter(PublicApi::isType).collect(Collectors.toSet());
        var gone = lines.stream().filter(line -> !next.lines.contains(line)).map(line -> "- " + line);
        var asked = next.lines.stream()
                .filter(line -> line.startsWith(TO_IMPLEMENT) && !lines.contains(line))
                .filter(line -> types.stream().anyMatch(type -> line.contains(" " + name(type) + ".")))
                .map(line -> "+ " + line);
        return Stream.concat(gone, asked).toList();
    }

    /** Whether a version may break what this one promised: a higher first number, or before 1.0 a higher second one. */
    boolean mayBeBrokenBy(String other) {
        int[] mine = numbers(version);
        int[] theirs = numbers(other);
        return theirs[0] > mine[0] || theirs[0] == mine[0] && mine[0] == 0 && theirs[1] > mine[1];
    }

    @Override
    public String toString() {
        return version + "\n" + String.join("\n", lines) + "\n";
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.replace("-SNAPSHOT", "").split("\\."))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static String header(Class<?> type) {
        var text = new StringBuilder(type.toGenericString());
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
            text.append(" extends ").append(type.getGenericSuperclass().getTypeName());
        }
        for (Type each : type.getGenericInterfaces()) {
            text.append(" implements ").append(each.getTypeName());
        }
        return text.toString();
    }

    private static String isToImplement(Class<?> type, Executable member) {
        boolean open = !type.isSealed() && !type.isAnnotation();
        return member instanceof Method && Modifier.isAbstract(member.getModifiers()) && open ? TO_IMPLEMENT : "";
    }

    private static boolean isType(String line) {
        return line.matches(".*\\b(class|interface|record|enum) .*");
    }

    private static String name(String header) {
        return header.replaceFirst(".*\\b(?:class|interface|record|enum) ([\\w.$]+).*", "$1");
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static boolean isVisible(Class<?> type) {
        boolean named = !type.isAnonymousClass() && !type.isLocalClass() && !type.isSynthetic();
        var around = type.getEnclosingClass();
        return named && isVisible(type.getModifiers()) && (around == null || isVisible(around));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(name + " was compiled and isn't on the class path", e));
        }
    }
}
