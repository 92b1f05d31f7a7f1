package dev.holdfast.testkit.gates.source;

/**
 * One thing that breaks a rule, with how far it goes, so that an old one can be watched while it shrinks.
 *
 * @param where path relative to the repository, with {@code #member} where the rule is about one; no spaces
 * @param rule the rule's short name, no spaces
 * @param measure lines, parameters, files or occurrences: smaller is better
 * @param message what is wrong and what to write instead
 */
record Finding(String where, String rule, int measure, String message) {
    String key() {
        return where + " " + rule;
    }
}
