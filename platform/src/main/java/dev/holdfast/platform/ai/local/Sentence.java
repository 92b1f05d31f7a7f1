package dev.holdfast.platform.ai.local;

import java.util.List;

/**
 * A sentence as it stands in a document.
 *
 * @param title the document's title
 * @param text without marks of Markdown at its edges
 * @param words its words as {@link Words} sees them
 */
record Sentence(String title, String text, List<String> words) {}
