package dev.holdfast.documents.merge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonMergeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1,'b':2} | {'a':9,'b':2} | {'a':1,'b':8} | {'a':9,'b':8}",
                "{'a':1} | {'a':1,'x':1} | {'a':1,'y':2} | {'a':1,'y':2,'x':1}",
                "{'a':1,'b':2,'c':3} | {'a':1,'c':3} | {'c':4,'a':1,'b':2} | {'c':4,'a':1}",
                "{'o':{'p':{'q':1,'r':1}}} | {'o':{'p':{'q':2,'r':1}}} | {'o':{'p':{'q':1,'r':2}}} | {'o':{'p':{'q':2,'r':2}}}",
                "{'n':1.0,'m':0} | {'n':1.00,'m':0} | {'n':1.0,'m':12345678901234567890123e5} | {'n':1.00,'m':12345678901234567890123e5}",
                "{} | {'o':{'a':1}} | {'o':{'b':[]}} | {'o':{'b':[],'a':1}}",
                "{'t':null,'e':{}} | {'t':true,'e':{}} | {'t':null,'e':'\\u0000\\n\\ud83d\\ude00'} | {'t':true,'e':'\\u0000\\n😀'}",
            })
    void mergesByKey(String base, String yours, String server, String merged) {
        assertThat(merge(base, yours, server)).isEqualTo(new Merge(json(merged), true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1} | {'a':2} | {'a':3}",
                "{'a':1,'b':1} | {'b':1} | {'a':2,'b':1}",
                "{'a':[1,2,3]} | {'a':[0,2,3]} | {'a':[1,2,4]}",
                "{'a':1} | {'a':{}} | {'a':2}",
                "{} | {'a':1} | {'a':1.0}",
                "[1] | [2] | [3]",
            })
    void isNotCleanWhereAValueChangedTwice(String base, String yours, String server) {
        Merge merge = merge(base, yours, server);
        assertThat(merge.clean()).isFalse();
        assertThat(merge.content()).contains("<<<<<<< yours", ">>>>>>> server", json(yours), json(server));
    }

    @Test
    void keepsTheLayoutOfWhatNobodyTouched() {
        String base = "{\n\t\"a\" :1,\n\n\t\"b\": [1,2],\n\t\"c\": 3\n}\n";
        Merge merge = merge(base, base.replace(":1", ":2"), base.replace("3", "4"));
        assertThat(merge).isEqualTo(new Merge("{\n\t\"a\" :2,\n\n\t\"b\": [1,2],\n\t\"c\": 4\n}\n", true));
    }

    @Test
    void writesInTheLayoutOfTheServerWhereLinesTouch() {
        String base = "{\r\n    \"a\": 1,\r\n    \"b\": [1]\r\n}\r\n";
        Merge merge = merge(base, base.replace(": 1", ": 2"), base.replace("[1]", "[2,{}]"));
        assertThat(merge)
                .isEqualTo(new Merge(
                        "{\r\n    \"a\": 2,\r\n    \"b\": [\r\n        2,\r\n        {}\r\n    ]\r\n}\r\n", true));
    }

    @Test
    void doesNotLetLinesMakeAKeyTwice() {
        String base = "{\n\"a\": 1,\n\"b\": 1,\n\"c\": 1,\n\"d\": 1\n}";
        Merge merge = merge(base, base.replace("\"a\"", "\"x\": 1,\n\"a\""), base.replace("\"d\"", "\"x\": 2,\n\"d\""));
        assertThat(merge.clean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{'a':1,'a':2}", "{'a':1}{'a':2}", "{'a':01}", "{a:1}", "{'a':NaN}", "//{}", "{'a':1,}"})
    void mergesByLinesWhatIsNoJson(String broken) {
        String base = "1\n2\n3\n4\n" + json(broken) + "\n";
        assertThat(merge(base, "0\n" + base, base + "5\n")).isEqualTo(new Merge("0\n" + base + "5\n", true));
    }

    @Test
    void survivesDeepNesting() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(merge(deep, deep + "\n1", deep + "\n2").clean()).isFalse();
    }

    private static Merge merge(String base, String yours, String server) {
        return Merge.of("application/json", json(base), json(yours), json(server));
    }

    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
