package dev.holdfast.platform.ai;

/**
 * A whole answer of a model.
 *
 * @param text what it said; not empty
 * @param model the model that was asked, by the name that the settings price it under
 * @param tokens what it used; the most it can have used, where a gateway doesn't say
 * @param truncated whether it stopped because the limit on output tokens was reached
 */
public record Generation(String text, String model, Tokens tokens, boolean truncated) {}
