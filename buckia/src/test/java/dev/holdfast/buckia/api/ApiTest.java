package dev.holdfast.buckia.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.gates.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code buckia/api.txt} is what the last release promised; it is never broken without a higher version. */
public class ApiTest {
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    private final Path module = Golden.repositoryRoot().resolve("buckia");

    @Test
    void keepsWhatTheLastReleasePromised() throws IOException {
        var now = PublicApi.of(version(), module.resolve("target/classes"));
        assertThat(now.lines()).anyMatch(line -> line.contains("BuckiaClient.sync(java.nio.file.Path"));
        var file = module.resolve("api.txt");
        var released = Files.exists(file) ? PublicApi.parse(Files.readString(file)) : now;
        var broken = released.brokenBy(now);
        if (Golden.updating()
                && (!Files.exists(file)
                        || !broken.isEmpty()
                        || !released.version().equals(now.version()))) {
            Files.writeString(file, now.toString());
            return;
        }
        if (!released.mayBeBrokenBy(now.version())) {
            assertThat(broken)
                    .as(
                            "What programs made for Buckia %s use is gone (-), or they lack what they must implement (+)."
                                    + " Keep it and add beside it; or raise the version (before 1.0 its second number)."
                                    + " Accept what the released text should be from now on with: %s",
                            released.version(), Golden.UPDATE_COMMAND)
                    .isEmpty();
        }
    }

    @Test
    void whatIsGoneOrChangedOrMustBeImplementedIsNoticed() {
        var old = api("0.1.0", Before.class);
        assertThat(old.brokenBy(old)).isEmpty();
        assertThat(old.brokenBy(api("0.1.0", Before.class, String.class))).isEmpty();

        var broken = old.brokenBy(renamed(api("0.1.0", After.class)));

        assertThat(broken).hasSize(3);
        assertThat(broken).anyMatch(line -> line.startsWith("- ") && line.endsWith("Before.gone()"));
        assertThat(broken)
                .anyMatch(line -> line.startsWith("- ") && line.contains("int ") && line.endsWith("changed()"));
        assertThat(broken).anyMatch(line -> line.startsWith("+ implement ") && line.endsWith("Before.asked()"));
    }

    @Test
    void aHigherVersionMayBreak() {
        assertThat(api("0.1.0").mayBeBrokenBy("0.1.1-SNAPSHOT")).isFalse();
        assertThat(api("0.1.0").mayBeBrokenBy("0.2.0-SNAPSHOT")).isTrue();
        assertThat(api("1.4.0").mayBeBrokenBy("1.5.0")).isFalse();
        assertThat(api("1.4.0").mayBeBrokenBy("2.0.0")).isTrue();
        assertThat(api("0.2.0").mayBeBrokenBy("0.1.0")).isFalse();
    }

    @Test
    void isReadAsItWasWritten() {
        var api = api("0.1.0", Before.class, PublicApi.class);
        assertThat(PublicApi.parse(api.toString())).isEqualTo(api);
    }

    private String version() throws IOException {
        var found = VERSION.matcher(Files.readString(module.resolve("pom.xml")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static PublicApi api(String version, Class<?>... types) {
        var lines = new TreeSet<String>();
        List.of(types).forEach(type -> lines.addAll(PublicApi.of(type)));
        return new PublicApi(version, lines);
    }

    private static PublicApi renamed(PublicApi api) {
        return PublicApi.parse(api.toString().replace("After", "Before"));
    }

    /** As it was released. */
    public interface Before {
        /** Stays. */
        void kept();

        /** Goes. */
        default void gone() {}

        /** Gets another type. */
        default int changed() {
            return 0;
        }
    }

    /** As it is now. */
    public interface After {
        /** Stayed. */
        void kept();

        /** Has another type. */
        default long changed() {
            return 0;
        }

        /** Is new, and others have to implement it. */
        void asked();

        /** Is new. */
        default void added() {}
    }
}
