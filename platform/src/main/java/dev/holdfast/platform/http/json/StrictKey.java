package dev.holdfast.platform.http.json;

import dev.holdfast.platform.Texts;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;

/** Reads the keys of maps by the rules for texts. */
final class StrictKey extends KeyDeserializer {

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
        String fault = Texts.fault(key);
        if (fault != null) {
            throw new BrokenRule(context.getParser(), "has a key that " + fault);
        }
        return key;
    }
}
