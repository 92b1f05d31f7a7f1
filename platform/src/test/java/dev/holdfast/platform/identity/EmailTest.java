package dev.holdfast.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class EmailTest {
    private static final Path CASES = Path.of(
            System.getProperty("holdfast.root", "."), "../shared/data/torture/email/isemail-tests-original.xml");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.example",
                "first.last@example.org",
                "plus+tag@example.org",
                "o'neill@example.org",
                "müller@exämple.de",
                "用户@例子.公司",
                "x@localhost",
                "a_b-c@sub-domain.example.org",
                "1@1a.org"
            })
    void mailGoesThere(String text) {
        assertThat(Email.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a",
                "a@",
                "@b.example",
                "a@b@c.example",
                "a b@c.example",
                "a@b c.example",
                " a@b.example",
                "a@b.example ",
                "a@b.example\n",
                "a\r\nBcc: x@y.example",
                ".a@b.example",
                "a.@b.example",
                "a..b@c.example",
                "a@.example",
                "a@b..example",
                "a@b.example.",
                "a@-b.example",
                "a@b-.example",
                "\"a b\"@c.example",
                "a@[127.0.0.1]",
                "a@127.0.0.1",
                "a(b)@c.example",
                "a,b@c.example",
                "a<b>@c.example",
                "a\u0000@b.example",
                "a\u200b@b.example",
                "a\u202e@b.example",
                "a\u00a0@b.example",
                "a@b\u3000.example",
                "a;b@c.example",
                "a\\b@c.example"
            })
    void mailDoesNotGoThere(String text) {
        assertThat(Email.parse(text)).isEmpty();
    }

    @Test
    void lengthsAreThoseOfSmtp() {
        assertThat(Email.parse("a".repeat(64) + "@b.example")).isPresent();
        assertThat(Email.parse("a".repeat(65) + "@b.example")).isEmpty();
        assertThat(Email.parse("a@" + "b".repeat(63) + ".example")).isPresent();
        assertThat(Email.parse("a@" + "b".repeat(64) + ".example")).isEmpty();
        assertThat(Email.parse("a@" + "b.".repeat(122) + "example")).isPresent();
        assertThat(Email.parse("a@" + "b.".repeat(123) + "example")).isEmpty();
    }

    @Test
    void theDomainIsLoweredInAnyLocale() {
        assertThat(Email.parse("Ada.I@EXAMPLE.COM")).contains(new Email("Ada.I@example.com"));
        assertThat(Email.parse("I@II.EXAMPLE")).contains(new Email("I@ii.example"));
    }

    /** Of the collection's addresses those that its author calls errors are refused, common ones are taken. */
    @Test
    void theTortureCollectionIsSortedAsItShould() throws Exception {
        assumeTrue(Files.exists(CASES));
        NodeList tests = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(CASES.toFile())
                .getElementsByTagName("test");
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < tests.getLength(); i++) {
            Element test = (Element) tests.item(i);
            String address = controls(text(test, "address"));
            String category = text(test, "category");
            boolean taken = Email.parse(address).isPresent();
            if (taken && Set.of("ISEMAIL_ERR").contains(category)) {
                wrong.add("taken: " + address);
            }
            if (!taken && Set.of("ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN").contains(category)) {
                wrong.add("refused: " + address);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The file writes control characters as their symbols. */
    private static String controls(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(c >= 0x2400 && c < 0x2420 ? (char) (c - 0x2400) : (char) c));
        return out.toString();
    }

    private static String text(Element test, String name) {
        NodeList found = test.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
