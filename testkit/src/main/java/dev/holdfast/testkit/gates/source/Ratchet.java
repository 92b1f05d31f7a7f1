package dev.holdfast.testkit.gates.source;

import dev.holdfast.testkit.gates.Golden;
import dev.holdfast.testkit.gates.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Findings that are known and may only shrink. One line each: {@code where rule measure}; lines that begin with {@code #}
 * are remarks. An entry whose finding got smaller or went away is a violation until the file says so.
 */
final class Ratchet {
    private final Map<String, Integer> known = new TreeMap<>();

    Ratchet(String text) {
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.trim().split("\\s+");
            if (parts.length != 3 || !parts[2].matches("\\d{1,9}")) {
                throw new IllegalArgumentException("Not 'where rule measure': " + line);
            }
            known.put(parts[0] + " " + parts[1], Integer.parseInt(parts[2]));
        }
    }

    List<Violation> violations(List<Finding> findings) {
        Map<String, Finding> found = byKey(findings);
        List<Violation> violations = new ArrayList<>();
        for (Finding finding : found.values()) {
            Integer allowed = known.get(finding.key());
            if (allowed == null || finding.measure() > allowed) {
                String grown = allowed == null ? "" : " (grown from " + allowed + ")";
                violations.add(new Violation(finding.where(), finding.rule(), finding.message() + grown));
            }
        }
        known.forEach((key, allowed) -> {
            Finding now = found.get(key);
            if (now == null || now.measure() < allowed) {
                String where = key.substring(0, key.indexOf(' '));
                String is = now == null ? "gone" : "down to " + now.measure();
                violations.add(
                        new Violation(where, "ratchet", key + " is " + is + ", say so: " + Golden.UPDATE_COMMAND));
            }
        });
        return violations.stream().sorted().toList();
    }

    /** The file's next text: entries that are gone or smaller follow, nothing is added or grows. */
    String shrunk(List<Finding> findings) {
        return byKey(findings).values().stream()
                .filter(finding -> known.containsKey(finding.key()))
                .map(finding ->
                        finding.key() + " " + Math.min(known.getOrDefault(finding.key(), 0), finding.measure()) + "\n")
                .collect(Collectors.joining());
    }

    private static Map<String, Finding> byKey(List<Finding> findings) {
        Map<String, Finding> found = new TreeMap<>();
        for (Finding finding : findings) {
            found.merge(finding.key(), finding, (one, other) -> one.measure() >= other.measure() ? one : other);
        }
        return found;
    }
}
