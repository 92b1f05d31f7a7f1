package dev.holdfast.platform.db;

import java.util.Collection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;

/** Counts the rows that statements read and write, for the access log. */
final class CountingJdbcTemplate extends JdbcTemplate {
    CountingJdbcTemplate(DataSource source) {
        super(source);
    }

    @Override
    public <T extends @Nullable Object> T query(
            PreparedStatementCreator creator,
            @Nullable PreparedStatementSetter setter,
            ResultSetExtractor<T> extractor) {
        T result = super.query(creator, setter, extractor);
        if (result != null) {
            RowCount.addRead(result instanceof Collection<?> rows ? rows.size() : 1);
        }
        return result;
    }

    @Override
    protected int update(PreparedStatementCreator creator, @Nullable PreparedStatementSetter setter) {
        int rows = super.update(creator, setter);
        RowCount.addWritten(rows);
        return rows;
    }
}
