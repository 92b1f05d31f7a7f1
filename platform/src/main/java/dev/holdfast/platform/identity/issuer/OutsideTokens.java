package dev.holdfast.platform.identity.issuer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.identity.Account;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bearer tokens of outside issuers. */
@Component
public final class OutsideTokens {
    private static final Actor SYSTEM = Actor.system("outside-tokens");
    private static final int REMEMBERED_MAX = 10_000;

    private final IssuerSettings settings;
    private final IssuerTokens tokens;
    private final AccountLinks links;
    private final Transactions transactions;
    private final InstantSource clock;
    /** Tokens that were good: asking keys and database costs more than most reads. */
    private final Cache<String, Known> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).build();

    /** Whose a good token is, and until when it is good. Whether the account still stands, every transaction asks. */
    private record Known(UUID account, Instant expiresAt) {}

    OutsideTokens(
            IssuerSettings settings,
            IssuerTokens tokens,
            AccountLinks links,
            Transactions transactions,
            InstantSource clock) {
        this.settings = settings;
        this.tokens = tokens;
        this.links = links;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * The actor of a token that an issuer of the settings signed for us. Outside of transactions. Throws FORBIDDEN when its
     * person has no account and gets none, ALREADY_EXISTS when the address is another's.
     */
    public Optional<Actor> authenticate(String bearer, Origin origin) {
        Known known = remembered.getIfPresent(bearer);
        if (known == null || !clock.instant().isBefore(known.expiresAt())) {
            known = read(bearer);
            if (known == null) {
                return Optional.empty();
            }
            remembered.put(bearer, known);
        }
        return Optional.of(new Actor(Actor.Kind.EXTERNAL, known.account(), null, Set.of(), null, origin));
    }

    private @Nullable Known read(String bearer) {
        Issuer issuer = named(bearer);
        if (issuer == null || issuer.audience() == null) {
            return null;
        }
        JWTClaimsSet set = tokens.verify(issuer, issuer.audience(), bearer).orElse(null);
        Claims claims = set == null ? null : Claims.of(issuer, set.getClaims());
        if (set == null || claims == null) {
            return null;
        }
        Account account =
                transactions.read(SYSTEM, tx -> links.find(tx, issuer, claims)).orElseGet(() -> create(issuer, claims));
        return new Known(account.id(), set.getExpirationTime().toInstant());
    }

    private Account create(Issuer issuer, Claims claims) {
        if (!issuer.createAccounts()) {
            throw new Problem(Code.FORBIDDEN, "This person of " + issuer.name() + " has no account here.");
        }
        return transactions.write(SYSTEM, tx -> links.findOrCreate(tx, issuer, claims));
    }

    /** The issuer that the token names; whether that is true, its signature tells. */
    private @Nullable Issuer named(String bearer) {
        try {
            String iss = SignedJWT.parse(bearer).getJWTClaimsSet().getIssuer();
            return iss == null ? null : settings.byAddress(iss).orElse(null);
        } catch (ParseException e) {
            return null;
        }
    }
}
