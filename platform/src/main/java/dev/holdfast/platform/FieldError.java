package dev.holdfast.platform;

/**
 * One value that breaks a rule.
 *
 * @param field path of the field as it stands in the request, e.g. {@code mutations[3].data.title}
 * @param message the rule and, where it is short, the value
 */
public record FieldError(String field, String message) {}
