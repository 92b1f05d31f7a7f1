package dev.holdfast.testkit.gates.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedParametersTest {
    @Test
    void numbersEachOccurrence() {
        assertThat(NamedParameters.numbered("select :a::uuid, (:b), cast(:a as text) from t where c=:c_1"))
                .isEqualTo("select $1::uuid, ($2), cast($3 as text) from t where c=$4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'it''s :no', a::text",
                "select e'it\\'s :no'",
                "select \":no\"",
                "select $$ :no $$, $x$ :no $$ :no $x$",
                "select a -- :no",
                "select /* :no \n :no */ b[1:2]",
            })
    void leavesEverythingElseAlone(String sql) {
        assertThat(NamedParameters.numbered(sql)).isEqualTo(sql);
    }
}
