package dev.holdfast.testkit.gates;

/**
 * One thing that breaks a rule.
 *
 * @param where path relative to the repository, class, table or setting
 * @param rule the rule's short name
 * @param message what is wrong and what to write instead
 */
public record Violation(String where, String rule, String message) implements Comparable<Violation> {
    @Override
    public int compareTo(Violation other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return where + " [" + rule + "] " + message;
    }
}
