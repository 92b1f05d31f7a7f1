package dev.holdfast.buckia.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b",
                "dir/CON",
                "nul.txt",
                "com1/x",
                "lpt\u00b9",
                "a?",
                "a*b",
                "x|y",
                "<a>",
                "dot.",
                "dir /a",
                "a\\b"
            })
    void refused(String path) {
        assertThat(WindowsNames.trouble(path)).isPresent();
    }

    @Test
    void others() {
        for (var path : new String[] {"a.b/c d", "console", ".hidden", "com10", "\u00e9 (1).jpg", "a/null"}) {
            assertThat(WindowsNames.trouble(path)).as(path).isEmpty();
        }
    }
}
