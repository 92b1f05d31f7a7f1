package dev.holdfast.platform.ai.gateway;

import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.AiSettings;
import dev.holdfast.platform.ai.PricedModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All providers, and in which order they are asked. */
final class Providers {

    private final AiSettings settings;
    private final List<Provider> all;

    Providers(AiSettings settings, List<Provider> all) {
        this.settings = settings;
        this.all = List.copyOf(all);
    }

    List<Provider> all() {
        return all;
    }

    /**
     * Who to ask, in turn: the one that was wanted with the model that was wanted, then the others with their own. Throws INVALID for
     * names that aren't known, AI_UNAVAILABLE when nobody is left.
     */
    List<Candidate> candidates(@Nullable String wanted, @Nullable String model) {
        String first = Objects.requireNonNullElse(wanted, settings.provider());
        Provider provider = all.stream()
                .filter(one -> one.name().equals(first))
                .findFirst()
                .orElseThrow(
                        () -> Problem.invalid("provider", "must be one of " + String.join(", ", AiSettings.PROVIDERS)));
        List<Candidate> candidates = new ArrayList<>();
        PricedModel chosen = provider.choose(model);
        if (provider.available()) {
            candidates.add(new Candidate(provider, chosen));
        }
        for (String name : List.copyOf(new LinkedHashSet<>(settings.fallback()))) {
            all.stream()
                    .filter(one -> one.name().equals(name) && !name.equals(first) && one.available())
                    .forEach(one -> candidates.add(new Candidate(one, one.choose(null))));
        }
        if (candidates.isEmpty()) {
            throw provider.unavailable();
        }
        return candidates;
    }

    /** Whether a question to the one that was wanted may go to somebody outside: it, or one who is asked when it can't answer. */
    boolean outside(@Nullable String wanted) {
        String first = Objects.requireNonNullElse(wanted, settings.provider());
        return all.stream()
                .filter(one -> one.name().equals(first) || settings.fallback().contains(one.name()))
                .anyMatch(one -> one.paid() && (one.available() || one.name().equals(wanted)));
    }

    /** One provider with the model that it is asked for. */
    record Candidate(Provider provider, PricedModel model) {}
}
