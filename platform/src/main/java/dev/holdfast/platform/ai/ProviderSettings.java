package dev.holdfast.platform.ai;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the settings say about a provider of models. */
public interface ProviderSettings {

    /** The key; without one the provider isn't there. */
    ApiKey apiKey();

    /** Where the provider is, up to and with the version in the path. */
    URI baseUrl();

    /** The model that is used when a request names none; one of {@link #models()}. */
    String defaultModel();

    /** The models that may be used, with their prices. */
    List<PricedModel> models();

    /** The named model, if it may be used. */
    default Optional<PricedModel> model(String name) {
        return models().stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /**
     * Refuses settings that contradict themselves.
     *
     * @throws IllegalArgumentException naming the setting, the value and the rule
     */
    static void check(String prefix, URI url, String defaultModel, List<PricedModel> models) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!web || url.getHost() == null || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    prefix + ".base-url must be an http or https address without query and user: '" + url + "'");
        }
        Set<String> names = new HashSet<>();
        for (PricedModel model : models) {
            if (!names.add(model.name())) {
                throw new IllegalArgumentException(prefix + ".models names '" + model.name() + "' twice");
            }
        }
        if (!names.contains(defaultModel)) {
            throw new IllegalArgumentException(prefix + ".default-model must be one of " + prefix + ".models "
                    + names.stream().sorted().toList() + ": '" + defaultModel + "'");
        }
    }
}
