package dev.holdfast.platform.ai.provider;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;

/** Hands the library one attempt's HTTP; what it wants to set about time is ours to say and ignored. */
record CallBuilder(ProviderCall call, Duration timeLimit) implements HttpClientBuilder {

    @Override
    public Duration connectTimeout() {
        return timeLimit;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return timeLimit;
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
