package dev.holdfast.platform.http;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One field of a merge patch (RFC 7396), as a component of a request record: left out, it keeps what is there; {@code null}
 * clears it; anything else replaces it. Jackson never leaves a component of this type null.
 */
public final class Patch<T> {
    private static final Patch<?> KEEP = new Patch<>(false, null);
    private static final Patch<?> CLEAR = new Patch<>(true, null);

    private final boolean given;
    private final @Nullable T value;

    private Patch(boolean given, @Nullable T value) {
        this.given = given;
        this.value = value;
    }

    /** The field was left out. */
    @SuppressWarnings("unchecked") // It holds no value of any type.
    public static <T> Patch<T> keep() {
        return (Patch<T>) KEEP;
    }

    /** The field was {@code null}. */
    @SuppressWarnings("unchecked") // It holds no value of any type.
    public static <T> Patch<T> clear() {
        return (Patch<T>) CLEAR;
    }

    /** The field has a new value. */
    public static <T> Patch<T> set(T value) {
        return new Patch<>(true, value);
    }

    /** Whether the request names the field, with a value or with {@code null}. */
    public boolean given() {
        return given;
    }

    /** What stands there afterwards: what stood there, nothing, or the new value. */
    public @Nullable T or(@Nullable T current) {
        return given ? value : current;
    }

    /** The same for a value in another form. */
    public <R> Patch<R> map(Function<? super T, ? extends R> form) {
        if (!given) {
            return keep();
        }
        return value == null ? clear() : set(form.apply(value));
    }

    @Override
    public String toString() {
        return given ? "Patch[" + value + "]" : "Patch[keep]";
    }
}
