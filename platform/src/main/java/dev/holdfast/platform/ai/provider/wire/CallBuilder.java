package dev.holdfast.platform.ai.provider.wire;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;

/** Hands the library one attempt's HTTP; what it wants to set about time is ours to say and ignored. */
record CallBuilder(ProviderCall call) implements HttpClientBuilder {

    private static final Duration NEVER = Duration.ofDays(1);

    @Override
    public Duration connectTimeout() {
        return NEVER;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return NEVER;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return call;
    }
}
