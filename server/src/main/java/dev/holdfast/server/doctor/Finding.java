package dev.holdfast.server.doctor;

/**
 * What was found out about a part.
 *
 * @param part its name, one word
 * @param words what is there; where something is wrong, what to do about it
 */
public record Finding(Level level, String part, String words) {

    /** How it stands with a part. */
    public enum Level {
        OK,
        /** Works, but something will surprise somebody. */
        WARNING,
        /** Doesn't work. */
        PROBLEM
    }

    static Finding ok(String part, String words) {
        return new Finding(Level.OK, part, words);
    }

    static Finding warning(String part, String words) {
        return new Finding(Level.WARNING, part, words);
    }

    static Finding problem(String part, String words) {
        return new Finding(Level.PROBLEM, part, words);
    }

    /** Ok where it is good, else a problem. */
    static Finding of(boolean good, String part, String words) {
        return good ? ok(part, words) : problem(part, words);
    }
}
