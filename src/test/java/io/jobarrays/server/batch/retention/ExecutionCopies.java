package io.jobarrays.server.batch.retention;

import io.jobarrays.server.state.StateDirectory;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Copies of an execution that has ended, with all its rows and files, for measurements. */
@ApplicationScoped
class ExecutionCopies {
    /** Number of the copy, from 1. */
    private static final String COPY = "copy.n";

    private static final String EXECUTION = "(x.%s + 1000000 + " + COPY + ")";
    private static final String BATCH = "(x.%s + cast(1000000 as bigint) * " + COPY + ")";

    /** Ids of arrays end with six characters. */
    private static final String ARRAY =
            "left(x.%1$s, length(x.%1$s) - 6) || lpad(" + COPY + "::text, 6, '0')";

    private static final String TEXT = "md5(x.%s || " + COPY + ")";

    private final EntityManager database;
    private final StateDirectory state;

    ExecutionCopies(EntityManager database, StateDirectory state) {
        this.database = database;
        this.state = state;
    }

    /**
     * @param arrayIds all arrays of the execution
     */
    void add(long execution, List<String> arrayIds, int copies) {
        String arrays =
                arrayIds.stream().map("'%s'"::formatted).collect(Collectors.joining(",", "(", ")"));
        String own = "array_id in " + arrays;
        String ofExecution = "execution = " + execution;
        String jobs =
                "jobparameters in ('execution = %1$d', E'execution = %1$d\n')".formatted(execution);
        String ofJobs =
                "jobexecutionid in (select jobexecutionid from batch.job_execution where %s)"
                        .formatted(jobs);
        Map<String, String> array = Map.of("array_id", ARRAY);
        Map<String, String> both = Map.of("execution", EXECUTION, "array_id", ARRAY);
        copy(
                "public.execution",
                "id = " + execution,
                Map.of("id", EXECUTION, "batch_id", BATCH),
                copies);
        copy("public.stage", ofExecution, both, copies);
        copy("public.execution_run", ofExecution, Map.of("execution", EXECUTION), copies);
        copy(
                "public.job_array",
                "id in " + arrays,
                Map.of("id", ARRAY, "execution", EXECUTION),
                copies);
        copy("public.member", own, array, copies);
        copy("public.instance", own, Map.of("instance_id", TEXT, "array_id", ARRAY), copies);
        copy("public.launch_intent", own, Map.of("id", TEXT, "array_id", ARRAY), copies);
        String instances =
                "instance_id in (select instance_id from instance where %s)".formatted(own);
        copy(
                "public.agent_token",
                instances,
                Map.of("token_hash", TEXT, "instance_id", TEXT),
                copies);
        copy("public.agent_key", instances, Map.of("instance_id", TEXT), copies);
        copy("public.member_files", own, array, copies);
        copy("public.published_peers", own, array, copies);
        copy("public.array_key", own, array, copies);
        copy("public.event", ofExecution, both, copies);
        copy(
                "batch.job_instance",
                "jobinstanceid in (select jobinstanceid from batch.job_execution where %s)"
                        .formatted(jobs),
                Map.of("jobinstanceid", BATCH),
                copies);
        copy(
                "batch.job_execution",
                jobs,
                Map.of(
                        "jobexecutionid",
                        BATCH,
                        "jobinstanceid",
                        BATCH,
                        "jobparameters",
                        "'execution = ' || (%d + 1000000 + copy.n)".formatted(execution)),
                copies);
        copy(
                "batch.step_execution",
                ofJobs,
                Map.of("stepexecutionid", BATCH, "jobexecutionid", BATCH),
                copies);
        copy(
                "batch.partition_execution",
                "stepexecutionid in (select stepexecutionid from batch.step_execution where %s)"
                        .formatted(ofJobs),
                Map.of("stepexecutionid", BATCH),
                copies);
        for (String id : arrayIds) {
            copyFiles(id, copies);
        }
    }

    /** Statistics as they are after an hour of a busy database. */
    void analyze() {
        run("analyze");
    }

    private void copy(String table, String where, Map<String, String> changed, int copies) {
        List<String> columns =
                new ArrayList<>(
                        texts(
                                """
                        select column_name from information_schema.columns
                        where table_schema || '.' || table_name = '%s' order by ordinal_position
                        """
                                        .formatted(table)));
        columns.removeIf(column -> table.equals("public.event") && column.equals("seq"));
        run(
                "insert into %s (%s) select %s from %s x, generate_series(1, %d) copy(n) where %s"
                        .formatted(
                                table,
                                String.join(", ", columns),
                                columns.stream()
                                        .map(
                                                column ->
                                                        changed.getOrDefault(column, "x.%s")
                                                                .formatted(column))
                                        .collect(Collectors.joining(", ")),
                                table,
                                copies,
                                where));
    }

    private void copyFiles(String arrayId, int copies) {
        String stem = arrayId.substring(0, arrayId.length() - 6);
        for (Path root : List.of(state.path("logs"), state.path("blobs", "outputs"))) {
            Path source = root.resolve(arrayId);
            if (Files.exists(source)) {
                for (int n = 1; n <= copies; n++) {
                    copyTree(source, root.resolve(stem + "%06d".formatted(n)));
                }
            }
        }
    }

    private static void copyTree(Path source, Path target) {
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : paths.toList()) {
                Files.copy(path, target.resolve(source.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> texts(String query) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                database.unwrap(Session.class)
                                        .createNativeQuery(query, String.class)
                                        .getResultList());
    }

    private void run(String statement) {
        QuarkusTransaction.requiringNew()
                .timeout(600)
                .run(() -> database.createNativeQuery(statement).executeUpdate());
    }
}
