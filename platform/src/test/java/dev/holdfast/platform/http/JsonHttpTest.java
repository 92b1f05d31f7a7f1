package dev.holdfast.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How bodies, ids and preconditions are read, over real HTTP. */
final class JsonHttpTest {
    private static final String THINGS = "api/probe/things";
    private static TestClient client;

    @BeforeAll
    static void boot() {
        client = ProbeApp.running().client();
    }

    @Test
    void echoesWhatItMayStore() {
        Answer answer = client.post(THINGS, """
                {"id":"ignored","createdAt":5,"name":"ı😀","count":3,"ref":"01890A5D-AC96-774B-BCCE-B302099A8057","at":"2026-01-31T10:00:00+02:00",
                 "kind":"BIG","tags":["a"],"fields":{"k":"v"},"open":{"x":[1,{"y":"z"}]},"any":{"deep":["t"]}}""");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("name").asString()).isEqualTo("ı😀");
        assertThat(answer.json().get("at").asString()).isEqualTo("2026-01-31T08:00:00.000Z");
        assertThat(answer.json().get("ref").asString()).isEqualTo("01890a5d-ac96-774b-bcce-b302099a8057");
        assertThat(answer.json().get("open").toString()).isEqualTo("{\"x\":[1,{\"y\":\"z\"}]}");
    }

    @Test
    void whatIsNoJsonIsMalformed() {
        for (String body : List.of(
                "",
                " ",
                "{",
                "{\"name\":}",
                "{\"name\":\"a\",}",
                "{'name':'a'}",
                "{\"name\":\"a\"} x",
                "{\"name\":\"a\"}{}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"\t\"}",
                "{\"count\":01}",
                "{\"count\":NaN}",
                "{\"name\":\"\\x\"}",
                "{\"open\":" + "[".repeat(100_000),
                "{\"open\":" + "[".repeat(600) + "]".repeat(600) + "}",
                "{\"inner\":".repeat(600) + "{}" + "}".repeat(600),
                "{\"count\":" + "9".repeat(2_000) + "}")) {
            Answer answer = client.post(THINGS, body);
            assertThat(answer.status())
                    .as(body.length() > 100 ? body.substring(0, 100) : body)
                    .isEqualTo(400);
            refused(400, "MALFORMED", answer);
        }
    }

    @Test
    void bytesThatAreNoUtf8AreMalformed() {
        byte[][] wrong = {
            {(byte) 0xff},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xc3},
            {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80}
        };
        for (byte[] bytes : wrong) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes("{\"name\":\"".getBytes(StandardCharsets.UTF_8));
            body.writeBytes(bytes);
            body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
            refused(400, "MALFORMED", client.post(THINGS, body.toByteArray()));
        }
    }

    @Test
    void wrongTypesAndValuesNameTheirField() {
        invalid("{\"name\":5}", "name");
        invalid("{\"name\":true}", "name");
        invalid("{\"name\":[\"a\"]}", "name");
        invalid("{\"name\":{}}", "name");
        invalid("{\"count\":\"5\"}", "count");
        invalid("{\"count\":1.5}", "count");
        invalid("{\"count\":99999999999999999999}", "count");
        invalid("{\"count\":1e400}", "count");
        invalid("{\"ref\":\"AYkKXayWd0u8zrMCCZqAVw==\"}", "ref");
        invalid("{\"ref\":\"1-1-1-1-1\"}", "ref");
        invalid("{\"ref\":5}", "ref");
        invalid("{\"at\":5}", "at");
        invalid("{\"at\":\"yesterday\"}", "at");
        invalid("{\"at\":\"99999-01-01T00:00:00Z\"}", "at");
        invalid("{\"kind\":\"big\"}", "kind");
        invalid("{\"kind\":1}", "kind");
        invalid("{\"tags\":\"a\"}", "tags");
        invalid("{\"tags\":[1]}", "tags[0]");
        invalid("{\"inner\":{\"inner\":{\"count\":\"x\"}}}", "inner.inner.count");
        invalid("[]", "body");
        invalid("\"text\"", "body");
    }

    @Test
    void noTextHoldsNulOrHalfASurrogatePair() {
        for (String bad : List.of("\\u0000", "a\\ud800", "\\udc00b", "\\udc00\\ud800")) {
            invalid("{\"name\":\"" + bad + "\"}", "name");
            invalid("{\"tags\":[\"ok\",\"" + bad + "\"]}", "tags[1]");
            invalid("{\"fields\":{\"k\":\"" + bad + "\"}}", "fields.k");
            invalid("{\"open\":{\"x\":[\"" + bad + "\"]}}", "open");
            invalid("{\"any\":{\"x\":[\"" + bad + "\"]}}", null);
        }
        for (String field : List.of("open", "any", "fields")) {
            invalid("{\"" + field + "\":{\"\\u0000\":\"v\"}}", null);
            refused(400, "MALFORMED", client.post(THINGS, "{\"" + field + "\":{\"\\ud800\":\"v\"}}"));
        }
    }

    @Test
    void unknownFieldsAreNamed() {
        Answer answer = refused(422, "UNKNOWN_FIELD", client.post(THINGS, "{\"inner\":{\"colour\":\"red\"}}"));
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("inner.colour");
        refused(422, "UNKNOWN_FIELD", client.post(THINGS, "{\"\\u0000\":1}"));
        refused(400, "MALFORMED", client.post(THINGS, "{\"\\ud800\":1}"));
    }

    @Test
    void aMergePatchTellsAbsentFromNull() {
        Answer answer = client.patch(THINGS, "{\"name\":null,\"refs\":[\"01890a5d-ac96-774b-bcce-b302099a8057\"]}");
        assertThat(answer.json().toString())
                .isEqualTo(
                        "{\"name\":\"Patch[null]\",\"count\":\"Patch[keep]\",\"refs\":\"Patch[[01890a5d-ac96-774b-bcce-b302099a8057]]\"}");
        assertThat(refused(422, "INVALID", client.patch(THINGS, "{\"count\":\"x\"}"))
                        .json()
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("count");
        refused(422, "INVALID", client.patch(THINGS, "{\"name\":\"\\u0000\"}"));
        refused(422, "UNKNOWN_FIELD", client.patch(THINGS, "{\"nam\":\"x\"}"));
    }

    @Test
    void idsAndPreconditionsAreReadStrictly() {
        String thing = THINGS + "/01890a5d-ac96-774b-bcce-b302099a8057";
        assertThat(client.get(thing).header("ETag")).isEqualTo("\"e1\"");
        assertThat(client.get(thing).json().get("at").asString()).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(client.with("If-None-Match", "W/\"e1\"").get(thing).status()).isEqualTo(304);
        assertThat(client.with("If-None-Match", "\"other\"").get(thing).status())
                .isEqualTo(200);
        refused(400, "MALFORMED", client.with("If-None-Match", "e1").get(thing));
        refused(400, "MALFORMED", client.with("If-Match", "\"e1").get(thing));
        for (String id : List.of(
                "1-1-1-1-1", "x", "01890a5d-ac96-774b-bcce-b302099a8057x", "01890a5dac96774bbcceb302099a8057", "%20")) {
            refused(400, "MALFORMED", client.get(THINGS + "/" + id));
        }
    }

    private static void invalid(String body, @Nullable String field) {
        Answer answer = refused(422, "INVALID", client.post(THINGS, body));
        if (field != null) {
            assertThat(answer.json().at("/errors/0/field").asString()).as(body).isEqualTo(field);
        }
    }

    private static Answer refused(int status, String code, Answer answer) {
        return ProbeApp.refused(status, code, answer);
    }
}
