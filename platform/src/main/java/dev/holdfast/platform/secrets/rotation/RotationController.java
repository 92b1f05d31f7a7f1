package dev.holdfast.platform.secrets.rotation;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.http.Access;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keys over HTTP, for administrators: nothing here ever shows one. */
@RestController
final class RotationController {
    private final Rotation rotation;

    RotationController(Rotation rotation) {
        this.rotation = rotation;
    }

    record Column(String column, String holds) {}

    record Columns(List<Column> items) {}

    /** Which columns hold sealed values. */
    @GetMapping("/api/secrets/columns")
    @Access(Access.Rule.ADMIN)
    Columns columns(Actor actor) {
        return new Columns(rotation.columns(actor).stream()
                .map(c -> new Column(c.name(), c.holds()))
                .toList());
    }

    /** Makes a new key and seals everything anew with it in the background. */
    @PostMapping("/api/secrets/rotate")
    @Access(Access.Rule.ADMIN)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Rotation.Rotated rotate(Actor actor) {
        return rotation.rotate(actor);
    }
}
