package dev.holdfast.platform.http.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;

/** A value of the right type that breaks a rule; the message is the rule, for the person who sent it. */
final class BrokenRule extends DatabindException {
    private static final long serialVersionUID = 1;

    BrokenRule(JsonParser parser, String rule) {
        super(parser, rule);
    }
}
