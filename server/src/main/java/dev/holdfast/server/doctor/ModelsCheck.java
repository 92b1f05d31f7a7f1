package dev.holdfast.server.doctor;

import dev.holdfast.platform.ai.AiSettings;
import dev.holdfast.platform.ai.ProviderSettings;
import dev.holdfast.platform.ai.provider.AnthropicSettings;
import dev.holdfast.platform.ai.provider.GeminiSettings;
import dev.holdfast.platform.ai.provider.OpenAiSettings;
import dev.holdfast.server.run.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Those whom questions may be put to: lists the models of each provider that has a key, which costs nothing. */
final class ModelsCheck implements Doctor.Check {
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);
    private static final String ANTHROPIC_VERSION = "2023-06-01";
    private static final int OK = 200;

    @Override
    public String part() {
        return "models";
    }

    @Override
    public void look(Settings settings, Consumer<Finding> say) {
        AiSettings ai = settings.bind("holdfast.ai", AiSettings.class);
        Map<String, ProviderSettings> providers = new LinkedHashMap<>();
        providers.put("openai", settings.bind("holdfast.ai.openai", OpenAiSettings.class));
        providers.put("anthropic", settings.bind("holdfast.ai.anthropic", AnthropicSettings.class));
        providers.put("gemini", settings.bind("holdfast.ai.gemini", GeminiSettings.class));
        providers.forEach((name, provider) -> {
            if (provider.apiKey().isPresent()) {
                say.accept(ask(name, provider));
            } else if (ai.provider().equals(name) || ai.fallback().contains(name)) {
                say.accept(Finding.problem(
                        part(), name + " is to be asked, but holdfast.ai." + name + ".api-key is empty"));
            }
        });
        if (ai.provider().equals("local")) {
            say.accept(Finding.ok(part(), "who names nobody is answered by the embedded one"));
        }
    }

    private Finding ask(String name, ProviderSettings provider) {
        URI address = URI.create(provider.baseUrl().toString().replaceAll("/+$", "") + "/models");
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(WAIT_MAX).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(WAIT_MAX);
            String key = provider.apiKey().reveal();
            switch (name) {
                case "anthropic" -> request.header("x-api-key", key).header("anthropic-version", ANTHROPIC_VERSION);
                case "gemini" -> request.header("x-goog-api-key", key);
                default -> request.header("Authorization", "Bearer " + key);
            }
            int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return switch (status) {
                case OK -> Finding.ok(part(), name + " answers at " + provider.baseUrl() + " and takes the key");
                case 400, 401, 403 ->
                    Finding.problem(
                            part(), name + " refuses the key in holdfast.ai." + name + ".api-key (" + status + ")");
                default ->
                    Finding.warning(
                            part(), name + " at " + address + " answers " + status + " when asked for its models");
            };
        } catch (IOException e) {
            return Finding.problem(
                    part(),
                    name + " can't be reached at " + provider.baseUrl() + ": "
                            + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.problem(part(), "interrupted");
        }
    }
}
