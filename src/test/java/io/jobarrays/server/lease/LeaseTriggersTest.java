package io.jobarrays.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaseTriggersTest {
    /** Tables without a server's writes: its own row, and the history that Flyway writes. */
    private static final List<String> UNGUARDED =
            List.of("public.flyway_schema_history", "public.server_lease");

    private LeaseDatabase database;

    @BeforeAll
    void holderIsAnother() throws IOException, SQLException {
        database = new LeaseDatabase();
        assertThat(database.rows("holder", ServerProcess.current()).take()).isTrue();
    }

    @AfterAll
    void stopDatabase() throws IOException {
        database.close();
    }

    /** A migration that creates a table calls {@code add_lease_trigger}. */
    @Test
    void everyTableHasTheTrigger() throws SQLException {
        List<String> tables =
                database.texts(
                        """
                        select table_schema || '.' || table_name from information_schema.tables
                        where table_type = 'BASE TABLE'
                            and table_schema not in ('pg_catalog', 'information_schema')
                        """);
        List<String> guarded =
                database.texts(
                        """
                        select event_object_schema || '.' || event_object_table
                        from information_schema.triggers
                        where trigger_name = 'server_lease' and action_timing = 'BEFORE'
                        group by 1
                        having string_agg(event_manipulation, ' ' order by event_manipulation)
                            = 'DELETE INSERT UPDATE'
                        """);

        assertThat(tables).contains("public.job_array", "batch.partition_execution");
        assertThat(guarded)
                .containsExactlyInAnyOrderElementsOf(
                        tables.stream().filter(table -> !UNGUARDED.contains(table)).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into dns_record default values",
                "update control_plane set created_at = now()",
                "delete from batch.step_execution",
                "truncate event",
                "with gone as (delete from event returning 1) select count(*) from gone"
            })
    void aServerWithoutTheLeaseWritesNothing(String sql) throws SQLException {
        try (Connection connection = database.connection("another");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("SP001"))
                    .hasMessageContaining("server another does not hold the lease");
        }
    }

    @Test
    void theHolderAndOtherProgramsWrite() throws SQLException {
        try (Connection connection = database.connection("holder");
                Statement statement = connection.createStatement()) {
            assertThatCode(() -> statement.execute("delete from event")).doesNotThrowAnyException();
        }
        assertThatCode(() -> database.execute("delete from event")).doesNotThrowAnyException();
    }
}
