package dev.holdfast.server.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.gates.Golden;
import dev.holdfast.testkit.gates.source.Tidy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TidyTest {
    @Test
    void repositoryIsTidy() {
        Path root = Golden.repositoryRoot();

        assertThat(Tidy.violations(root, root.resolve("server/src/test/resources/gates/tidy-ratchet.txt")))
                .isEmpty();
    }
}
