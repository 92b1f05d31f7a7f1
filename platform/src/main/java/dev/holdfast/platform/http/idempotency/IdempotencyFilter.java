package dev.holdfast.platform.http.idempotency;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Authentication;
import dev.holdfast.platform.http.Requests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Runs a request with an {@code Idempotency-Key} once, and answers it as often as it is sent. */
final class IdempotencyFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(IdempotencyFilter.class);
    private static final String HEADER = "Idempotency-Key";
    private static final String SCHEME = "Bearer ";
    private static final int KEY_LENGTH_MAX = 255;
    private static final int TOKEN_LENGTH_MAX = 8_192;
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");
    /** A lost answer of a refresh is a matter of sessions, whose rules are their own. */
    private static final Set<String> NOT_HERE = Set.of("/api/auth/refresh");

    private final Authentication authentication;
    private final IdempotentRequests requests;
    private final long bodyMax;

    IdempotencyFilter(Authentication authentication, IdempotentRequests requests, long bodyMax) {
        this.authentication = authentication;
        this.requests = requests;
        this.bodyMax = bodyMax;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHeader(HEADER) == null
                || !METHODS.contains(request.getMethod())
                || NOT_HERE.contains(request.getRequestURI())) {
            chain.doFilter(request, response);
            return;
        }
        String key = key(Collections.list(request.getHeaders(HEADER)));
        Optional<Actor> actor = isBounded(request) ? identify(request) : Optional.empty();
        if (actor.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = request.getInputStream().readAllBytes();
        byte[] scope = scope(request, actor.get(), key);
        IdempotentRequests.Begun begun = begin(actor.get(), scope, fingerprint(request, body));
        if (begun.answer() != null) {
            replay(begun.answer(), response);
            return;
        }
        run(request, new RecordedResponse(response), chain, new Running(actor.get(), scope, begun, body));
    }

    private record Running(Actor actor, byte[] scope, IdempotentRequests.Begun begun, byte[] body) {}

    private void run(HttpServletRequest request, RecordedResponse response, FilterChain chain, Running running)
            throws ServletException, IOException {
        Optional<Answer> answer = Optional.empty();
        try {
            chain.doFilter(new BufferedRequest(request, running.body, response), response);
            answer = response.complete().filter(IdempotencyFilter::isKept);
        } finally {
            settle(running, answer);
        }
        response.release();
    }

    /** An effect that stands mustn't be told as a failure because its answer couldn't be kept. */
    private void settle(Running running, Optional<Answer> answer) {
        try {
            if (answer.isPresent()) {
                requests.finish(running.actor, running.scope, running.begun.run(), answer.get());
            } else {
                requests.release(running.actor, running.scope, running.begun.run());
            }
        } catch (DataAccessException | CannotCreateTransactionException e) {
            log.warn("The answer of a request with an Idempotency-Key could not be kept", e);
        }
    }

    private IdempotentRequests.Begun begin(Actor actor, byte[] scope, byte[] fingerprint) {
        try {
            return requests.begin(actor, scope, fingerprint);
        } catch (TransientDataAccessException | CannotCreateTransactionException e) {
            log.warn("The database could not be reached in time", e);
            throw new Problem(Code.UNAVAILABLE, "The database can't be reached just now. Try again shortly.")
                    .withHeader("Retry-After", "2");
        }
    }

    private static void replay(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (Answer.Header header : answer.headers()) {
            if (header.name().equalsIgnoreCase("Content-Type")) {
                response.setContentType(header.value());
            } else {
                response.addHeader(header.name(), header.value());
            }
        }
        response.setHeader("Idempotency-Replayed", "true");
        response.getOutputStream().write(answer.body());
    }

    private static String key(List<String> sent) {
        String key = sent.get(0);
        boolean sane = sent.size() == 1
                && !key.isEmpty()
                && key.length() <= KEY_LENGTH_MAX
                && key.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        if (!sane) {
            throw new Problem(
                    Code.MALFORMED, HEADER + " must be 1 to " + KEY_LENGTH_MAX + " printable ASCII characters.");
        }
        return key;
    }

    /** Uploads are as large as they like and safe to send again by rules of their own. */
    private boolean isBounded(HttpServletRequest request) {
        String type = request.getContentType();
        boolean json = type == null || type.toLowerCase(Locale.ROOT).contains("json");
        return json && request.getContentLengthLong() <= bodyMax;
    }

    /** Who calls; empty when that can't be said, which the route will then answer in its own way. */
    private Optional<Actor> identify(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || header.length() > TOKEN_LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            Actor actor = authentication.authenticate(
                    header.substring(SCHEME.length()).trim(), Requests.origin(request));
            if (actor.account() == null) {
                return Optional.empty();
            }
            Requests.identified(request, actor);
            return Optional.of(actor);
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    /** For whom and for what the key stands. What the credential may do belongs to it: a lesser one mustn't see a greater one's answer. */
    private static byte[] scope(HttpServletRequest request, Actor actor, String key) {
        return hash(
                request.getMethod(),
                request.getRequestURI(),
                key,
                String.valueOf(actor.onlySpace()),
                request.getHeader("X-Vendor-Id"),
                actor.kind().name(),
                String.join(" ", new TreeSet<>(actor.scopes())));
    }

    private static byte[] fingerprint(HttpServletRequest request, byte[] body) {
        byte[] head = hash(request.getQueryString(), request.getContentType(), request.getHeader("If-Match"));
        MessageDigest sha = sha();
        sha.update(head);
        return sha.digest(body);
    }

    private static byte[] hash(@Nullable String... parts) {
        MessageDigest sha = sha();
        for (String part : parts) {
            byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
            sha.update(((part == null ? "-" : bytes.length) + ":").getBytes(StandardCharsets.UTF_8));
            sha.update(bytes);
        }
        return sha.digest();
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a second try could answer otherwise isn't kept. */
    private static boolean isKept(Answer answer) {
        return answer.status() < 500 && answer.status() != 429 && answer.status() != 401;
    }
}
