package io.jobarrays.server.batch.retention;

import io.jobarrays.server.state.NumberedEntries;
import io.jobarrays.server.state.StateDirectory;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.Session;

/** Rows and files of executions in the database and the state directory, for tests of retention. */
@ApplicationScoped
class PurgedState {
    /** Tables whose rows outlast an execution, or that have a deletion of their own. */
    private static final List<String> OTHERS =
            List.of(
                    "public.definition",
                    "public.dns_record",
                    "public.idempotent_call",
                    "public.notification",
                    "public.control_plane",
                    "public.server_lease",
                    "public.flyway_schema_history");

    private final EntityManager database;
    private final StateDirectory state;

    PurgedState(EntityManager database, StateDirectory state) {
        this.database = database;
        this.state = state;
    }

    /** Rows of each table that belongs to executions, by its name. */
    Map<String, Integer> rows() {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> tables =
                texts(
                        """
                        select table_schema || '.' || table_name from information_schema.tables
                        where table_type = 'BASE TABLE' and table_schema in ('public', 'batch')
                        """);
        for (String table : tables) {
            if (!OTHERS.contains(table)) {
                counts.put(
                        table,
                        Integer.parseInt(
                                texts("select cast(count(*) as text) from " + table).getFirst()));
            }
        }
        return counts;
    }

    /** Names in the directories of logs, outputs, uploads and bundles. */
    Map<String, List<String>> files() {
        Map<String, List<String>> names = new TreeMap<>();
        for (Path root :
                List.of(
                        state.path("logs"),
                        state.path("blobs", "outputs"),
                        state.path("blobs", "uploads"),
                        state.path("blobs", "bundles"))) {
            names.put(
                    String.valueOf(root.getFileName()),
                    NumberedEntries.names(root).stream().sorted().toList());
        }
        return names;
    }

    /**
     * Rows and files that an array with machines, a log and outputs leaves; 3,000 bytes of files.
     */
    void addMachineOf(long execution, String array) {
        String instance = "i-" + array;
        run(
                """
                insert into instance (instance_id, array_id, index, generation, attempt, state,
                    instance_type, nonce_hash, launched_at, ended_at)
                values ('%1$s', '%2$s', 0, 1, 1, 'TERMINATED', 't3.micro', '%1$s', now(), now());
                insert into launch_intent (id, array_id, indexes, attempt, nonce_hash, outcome,
                    created_at, ended_at)
                values ('%1$s', '%2$s', '0', 1, '%1$s', 'LAUNCHED_1_OF_1', now(), now());
                insert into agent_token (token_hash, instance_id, created_at, expires_at)
                values ('%1$s', '%1$s', now(), now());
                insert into agent_key (instance_id, public_key, created_at)
                values ('%1$s', 'key', now());
                insert into member_input (array_id, stage, source_array_id)
                values ('%2$s', 'own', '%2$s');
                insert into published_peers (array_id, generation, peers) values ('%2$s', 1, '[]')
                    on conflict do nothing;
                insert into array_key (array_id, private_key, public_key)
                values ('%2$s', 'a', 'b') on conflict do nothing;
                insert into notify_target (execution, target) values (%3$d, 'x')
                    on conflict do nothing;
                insert into lease (execution, owner, epoch, expires_at)
                values (%3$d, 'past', 1, now()) on conflict do nothing;
                """
                        .formatted(instance, array, execution));
        file(state.directory("logs", array, "0", "1"), "0");
        file(state.directory("blobs", "outputs", array, "0"), "1.list");
        file(state.directory("blobs", "uploads", array, "0"), "1-x");
    }

    /** A job of the batch engine that a verb ran before the newest one. */
    void addEarlierJobOf(long execution) {
        run(
                """
                with job as (
                    insert into batch.job_instance (jobname) values ('launch')
                    returning jobinstanceid)
                insert into batch.job_execution (jobinstanceid, batchstatus, jobparameters)
                select job.jobinstanceid, 'COMPLETED', e.jobparameters
                from job, batch.job_execution e
                where e.jobexecutionid = (select batch_id from execution where id = %d)
                """
                        .formatted(execution));
    }

    void endedAgo(long execution, Duration age) {
        run(
                "update execution set ended_at = now() - make_interval(secs => %d) where id = %d"
                        .formatted(age.toSeconds(), execution));
    }

    void setArrayEnded(String array, boolean ended) {
        run(
                "update job_array set ended_at = %s where id = '%s'"
                        .formatted(ended ? "now()" : "null", array));
    }

    /** A bundle that was used so long ago. */
    String addBundle(String sha256, Duration unused) {
        try {
            Path file = state.directory("blobs", "bundles").resolve(sha256 + ".tar.gz");
            Files.write(file, new byte[500]);
            Files.setLastModifiedTime(
                    file, java.nio.file.attribute.FileTime.from(Instant.now().minus(unused)));
            return sha256 + ".tar.gz";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void setBundle(long execution, String sha256) {
        run("update execution set bundle = '%s' where id = %d".formatted(sha256, execution));
    }

    private static void file(Path directory, String name) {
        try {
            Files.write(directory.resolve(name), new byte[1000]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String statements) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            for (String one : statements.split(";", -1)) {
                                if (!one.isBlank()) {
                                    database.createNativeQuery(one).executeUpdate();
                                }
                            }
                        });
    }

    private List<String> texts(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                database.unwrap(Session.class)
                                        .createNativeQuery(sql, String.class)
                                        .getResultList());
    }
}
