package dev.holdfast.platform.http.dispatch;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Texts;
import dev.holdfast.platform.http.Requests;
import dev.holdfast.platform.trespass.Trespasses;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Has it looked into when somebody asks by its id for what isn't theirs. */
final class TrespassInterceptor implements HandlerInterceptor {
    private final ObjectProvider<Trespasses> trespasses;

    TrespassInterceptor(ObjectProvider<Trespasses> trespasses) {
        this.trespasses = trespasses;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (response.getStatus() == Code.NOT_FOUND.status()
                && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> path) {
            Requests.known(request)
                    .ifPresent(actor -> trespasses.ifAvailable(noting -> noting.missed(actor, ids(path))));
        }
    }

    private static Set<UUID> ids(Map<?, ?> path) {
        return path.values().stream()
                .map(value -> Texts.uuid(value.toString()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
