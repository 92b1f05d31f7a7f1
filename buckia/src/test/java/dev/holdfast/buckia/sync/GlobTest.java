package dev.holdfast.buckia.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.jpg|a.jpg|true",
                "*.jpg|d/e/a.jpg|true",
                "*.jpg|a.jpg.txt|false",
                "d/*.jpg|d/a.jpg|true",
                "d/*.jpg|d/e/a.jpg|false",
                "d/**|d/e/a.jpg|true",
                "d/|d/e/f|true",
                "d/|x/d/e|true",
                "**/x|x|true",
                "a/**/x|a/x|true",
                "a/**/x|a/b/c/x|true",
                "?.txt|a.txt|true",
                "?.txt|ab.txt|false",
                "*.{png,gif}|a.gif|true",
                "*.{png,gif}|a.jpg|false",
                "[ab]c|bc|true",
                "[!ab]c|bc|false",
                "a+b(c).*|a+b(c).d|true",
                "*.JPG|a.jpg|false"
            })
    void fits(String glob, String path, boolean fits) {
        assertThat(new Glob(glob).matches(path)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a[b", "{a,b"})
    void isRefused(String glob) {
        assertThatThrownBy(() -> new Glob(glob)).isInstanceOf(IllegalArgumentException.class);
    }
}
