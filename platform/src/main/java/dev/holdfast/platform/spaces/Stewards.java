package dev.holdfast.platform.spaces;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Tx;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Who runs a space, whatever its app calls that role. */
@Component
public final class Stewards {
    private final Set<String> roles;

    Stewards(List<StewardRole> declared) {
        this.roles = Stream.concat(Stream.of("owner"), declared.stream().map(StewardRole::role))
                .collect(Collectors.toSet());
    }

    /** Throws NOT_FOUND to those who don't see the space, FORBIDDEN to those who don't run it. */
    public void require(Tx tx, UUID space) {
        String role = tx.role(space).orElseThrow(() -> Problem.notFound("space"));
        if (!roles.contains(role)) {
            throw new Problem(Code.FORBIDDEN, "Only who runs the space may do this; your role there is " + role + ".");
        }
    }

    /** Whether the account runs the space. */
    public boolean runs(Tx tx, UUID space) {
        return tx.role(space).filter(roles::contains).isPresent();
    }
}
