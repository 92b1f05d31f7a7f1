package dev.holdfast.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OpenID provider with one client. Whoever is sent to its authorization endpoint is taken for {@link #signedIn} and sent
 * back at once. Codes are good once, for the client, the redirect address and the PKCE verifier that they were made for.
 */
public final class OidcProvider implements AutoCloseable {
    public static final String CLIENT = "holdfast-test";
    public static final String SECRET = "client-secret-of-tests";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TOKEN_SECONDS = 300;

    private final HttpServer server;
    private final InstantSource clock;
    private final boolean idTokens;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger keyRequests = new AtomicInteger();
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, Person> accessTokens = new ConcurrentHashMap<>();
    private volatile Person person = new Person("nobody", null, false, "Nobody");
    private volatile RSAKey key;
    private volatile boolean broken;
    private volatile @Nullable String nonceInstead;

    /** What a code was made for. */
    private record Grant(
            Person person,
            String redirectUri,
            String challenge,
            @Nullable String nonce) {}

    private OidcProvider(InstantSource clock, boolean idTokens) {
        this.clock = clock;
        this.idTokens = idTokens;
        this.key = newKey();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Starts one that keeps to OpenID Connect. */
    public static OidcProvider start(InstantSource clock) {
        return new OidcProvider(clock, true);
    }

    /** Starts one that speaks OAuth 2.0 alone, as GitHub does: no ID token, claims from the userinfo endpoint. */
    public static OidcProvider startWithoutIdTokens(InstantSource clock) {
        return new OidcProvider(clock, false);
    }

    /** Its address, which is its {@code iss} too. */
    public String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Who is signed in at it from now on. */
    public void signedIn(Person who) {
        this.person = who;
    }

    /** Signs with another key from now on and publishes that one alone. */
    public void rotateKey() {
        this.key = newKey();
    }

    /** Answers everything with 500, or not any more. */
    public void broken(boolean now) {
        this.broken = now;
    }

    /** Puts another nonce into ID tokens; null puts in the right one. */
    public void nonceInstead(@Nullable String nonce) {
        this.nonceInstead = nonce;
    }

    /** How often its keys were asked for. */
    public int keyRequests() {
        return keyRequests.get();
    }

    /** A bearer token for a person, good for five minutes from an instant on. */
    public String bearer(Person who, String audience, Instant from) {
        return sign(new LinkedHashMap<>(who.claims()), audience, from);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (broken) {
                send(exchange, 500, Map.of("error", "server_error"));
                return;
            }
            switch (path) {
                case "/.well-known/openid-configuration" -> send(exchange, 200, configuration());
                case "/jwks" -> {
                    keyRequests.incrementAndGet();
                    send(exchange, 200, new JWKSet(key.toPublicJWK()).toJSONObject(true));
                }
                case "/authorize" -> authorize(exchange);
                case "/token" -> token(exchange);
                case "/userinfo" -> userinfo(exchange);
                default -> send(exchange, 404, Map.of("error", "not_found"));
            }
        }
    }

    private Map<String, Object> configuration() {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("issuer", issuer());
        configuration.put("authorization_endpoint", issuer() + "/authorize");
        configuration.put("token_endpoint", issuer() + "/token");
        configuration.put("userinfo_endpoint", issuer() + "/userinfo");
        configuration.put("jwks_uri", issuer() + "/jwks");
        configuration.put("response_types_supported", List.of("code"));
        configuration.put("id_token_signing_alg_values_supported", List.of("RS256"));
        configuration.put("code_challenge_methods_supported", List.of("S256"));
        return configuration;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        String redirect = query.get("redirect_uri");
        String challenge = query.get("code_challenge");
        if (redirect == null
                || challenge == null
                || !CLIENT.equals(query.get("client_id"))
                || !"code".equals(query.get("response_type"))
                || !"S256".equals(query.get("code_challenge_method"))) {
            send(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        String code = "code-" + count.incrementAndGet();
        codes.put(code, new Grant(person, redirect, challenge, query.get("nonce")));
        String back = redirect + "?code=" + code + "&state=" + encoded(query.getOrDefault("state", "")) + "&iss="
                + encoded(issuer());
        exchange.getResponseHeaders().set("Location", back);
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Grant grant = codes.remove(form.getOrDefault("code", ""));
        if (!CLIENT.equals(form.get("client_id")) || !SECRET.equals(form.get("client_secret"))) {
            send(exchange, 401, Map.of("error", "invalid_client"));
        } else if (grant == null
                || !"authorization_code".equals(form.get("grant_type"))
                || !grant.redirectUri().equals(form.get("redirect_uri"))
                || !grant.challenge().equals(challenge(form.getOrDefault("code_verifier", "")))) {
            send(exchange, 400, Map.of("error", "invalid_grant"));
        } else {
            String access = "access-" + count.incrementAndGet();
            accessTokens.put(access, grant.person());
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("access_token", access);
            answer.put("token_type", "Bearer");
            answer.put("expires_in", TOKEN_SECONDS);
            if (idTokens) {
                Map<String, Object> claims = new LinkedHashMap<>(grant.person().claims());
                claims.put("nonce", nonceInstead == null ? grant.nonce() : nonceInstead);
                answer.put("id_token", sign(claims, CLIENT, clock.instant()));
            }
            send(exchange, 200, answer);
        }
    }

    private void userinfo(HttpExchange exchange) throws IOException {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        Person who = header == null ? null : accessTokens.get(header.replaceFirst("^Bearer ", ""));
        if (who == null) {
            send(exchange, 401, Map.of("error", "invalid_token"));
            return;
        }
        Map<String, Object> claims = new LinkedHashMap<>(who.claims());
        if (!idTokens) {
            // GitHub's user: a number named id, an address without a word on whether it was proved.
            claims.remove("email_verified");
            claims.remove("sub");
            claims.put("id", Integer.parseInt(who.subject()));
        }
        send(exchange, 200, claims);
    }

    private String sign(Map<String, Object> claims, String audience, Instant from) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(audience)
                .issueTime(Date.from(from))
                .expirationTime(Date.from(from.plusSeconds(TOKEN_SECONDS)));
        claims.forEach(set::claim);
        RSAKey signing = key;
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(signing.getKeyID())
                        .build(),
                set.build());
        try {
            token.sign(new RSASSASigner(signing));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyIDFromThumbprint(true)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(@Nullable String text) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String field : List.of((text == null ? "" : text).split("&"))) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
