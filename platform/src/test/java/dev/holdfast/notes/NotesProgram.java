package dev.holdfast.notes;

import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.db.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole platform, notes, and accounts whose tokens are their ids. */
@Import({PlatformConfiguration.class, NoteController.class})
public class NotesProgram {

    @Bean
    @Primary
    TestTokens tokens() {
        return new TestTokens();
    }

    @Bean
    Notes notes(Transactions transactions, JdbcClient jdbc) {
        return new Notes(transactions, new NoteStore(jdbc));
    }
}
