package io.jobarrays.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerLeaseRowsTest {
    private static final ServerProcess LIVING = ServerProcess.current();
    private static final ServerProcess ELSEWHERE = new ServerProcess("another", 1, 1);
    private static final String EXPIRE = "update server_lease set expires_at = now()";
    private static final String WRITE =
            "insert into control_plane (id, created_at) values ('written', now())";
    private static final String LOCK =
            "select pg_advisory_xact_lock('server_lease'::regclass::oid::bigint)";
    private static final String WAITING_LOCKS =
            "select 1 from pg_locks where locktype = 'advisory' and not granted";

    private LeaseDatabase database;
    private ServerLeaseRows first;
    private ServerLeaseRows second;

    @BeforeAll
    void startDatabase() throws IOException {
        database = new LeaseDatabase();
    }

    @AfterAll
    void stopDatabase() throws IOException {
        database.close();
    }

    @BeforeEach
    void firstServerHoldsTheLease() throws SQLException {
        database.execute("delete from server_lease");
        database.execute("delete from control_plane");
        first = database.rows("first", LIVING);
        second = database.rows("second", ELSEWHERE);
        assertThat(first.take()).isTrue();
    }

    @Test
    void aSecondServerDoesNotGetTheLeaseOfALivingOne() throws SQLException {
        assertThat(second.take()).isFalse();
        assertThat(second.renew()).isFalse();
        assertThat(first.renew()).isTrue();
        assertThat(first.take()).isTrue();
    }

    @Test
    void anExpiredLeaseIsTaken() throws SQLException {
        database.execute(EXPIRE);

        assertThat(second.take()).isTrue();

        assertThat(first.renew()).isFalse();
        assertThat(second.renew()).isTrue();
    }

    @Test
    void aReleasedLeaseIsTakenAtOnce() throws SQLException {
        first.release();

        assertThat(second.take()).isTrue();
    }

    @Test
    void theLeaseOfAnEndedProcessIsTakenAtOnce() throws SQLException {
        ServerProcess ended = new ServerProcess(LIVING.origin(), LIVING.pid(), 1);
        database.execute("update server_lease set process = '" + ended + "'");

        assertThat(second.take()).isTrue();
    }

    @Test
    void theLeaseOfAnEarlierApplicationInTheSameProcessIsTakenAtOnce() throws SQLException {
        assertThat(database.rows("reloaded", LIVING).take()).isTrue();
    }

    @Test
    void aTakeOverRollsBackWhatTheEarlierHolderHasNotCommitted() throws SQLException {
        try (Connection connection = database.connection("first");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(WRITE);
            database.execute(EXPIRE);

            assertThat(second.take()).isTrue();

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            assertThat(database.hasRow("select 1 from control_plane")).isFalse();
        }
    }

    @Test
    void aTakeOverWaitsForTransactionsThatItCannotEnd() throws Exception {
        try (Connection connection = database.connection("first");
                Statement statement = connection.createStatement()) {
            statement.execute("set application_name = 'unknown'");
            connection.setAutoCommit(false);
            statement.execute(WRITE);
            database.execute(EXPIRE);

            CompletableFuture<Boolean> taken = take(second);
            await().until(() -> database.hasRow(WAITING_LOCKS));
            assertThat(taken).isNotDone();
            connection.commit();

            assertThat(taken).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
            assertThat(database.hasRow("select 1 from control_plane")).isTrue();
        }
    }

    @Test
    void aWriteThatWaitsForATakeOverIsRefused() throws Exception {
        try (Connection takeOver = database.connection("second");
                Statement statement = takeOver.createStatement()) {
            takeOver.setAutoCommit(false);
            statement.execute(LOCK);
            statement.execute("update server_lease set server = 'second'");

            CompletableFuture<String> state = write("first");
            await().until(() -> database.hasRow(WAITING_LOCKS));
            takeOver.commit();

            assertThat(state).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("SP001");
            assertThat(database.hasRow("select 1 from control_plane")).isFalse();
        }
    }

    private static CompletableFuture<Boolean> take(ServerLeaseRows rows) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return rows.take();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /** SQL state of the write of a server; empty when it is accepted. */
    private CompletableFuture<String> write(String server) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Connection connection = database.connection(server);
                            Statement statement = connection.createStatement()) {
                        statement.execute(WRITE);
                        return "";
                    } catch (SQLException e) {
                        return e.getSQLState();
                    }
                });
    }
}
