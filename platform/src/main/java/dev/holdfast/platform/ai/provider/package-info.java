/** The language models that others serve over HTTP: OpenAI, Anthropic and Gemini, or whatever gateway speaks like one of them. */
@NullMarked
package dev.holdfast.platform.ai.provider;

import org.jspecify.annotations.NullMarked;
