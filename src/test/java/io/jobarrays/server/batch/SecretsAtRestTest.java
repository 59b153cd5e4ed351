package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A copy of the database reveals no value that a user passed. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SecretsAtRestTest {
    private static final String SECRET = "canary-5b1f";

    private static final String COLUMNS =
            """
            select table_schema || '.' || table_name, column_name from information_schema.columns
            where table_schema in ('public', 'batch') and data_type in ('text', 'bytea',
                'character varying', 'jsonb', 'json')
            """;

    @Inject Executions executions;
    @Inject ArrayLaunches launches;
    @Inject Definitions definitions;
    @Inject EntityManager database;

    @Test
    void noColumnHasAValueOfAJobXmlItsParametersOrALaunch() {
        byte[] job =
                ChainFixture.job(
                        "secrets",
                        """
                        <step id="simulated-secrets">
                          <properties>
                            <property name="command" value="login --password=%1$s-command"/>
                            <property name="env.TOKEN" value="#{jobParameters['token']}"/>
                            <property name="env.PASSWORD" value="%1$s-env"/>
                          </properties>
                          <batchlet ref="array"/>
                        </step>
                        """
                                .formatted(SECRET));
        long id = executions.submit(job, Map.of("token", SECRET + "-parameter"), null).id();
        launches.launch(
                ArraySpec.of(
                        Map.of(
                                "job-array-name",
                                "simulated-secret-launch",
                                "command",
                                "login " + SECRET,
                                "env.PASSWORD",
                                SECRET)));
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);

        assertThat(columnsWith("simulated-secrets"))
                .contains("public.stage.id", "public.definition.running");
        assertThat(columnsWith(SECRET)).isEmpty();
        assertThat(executions.view(id).parameters()).containsEntry("token", SECRET + "-parameter");
        assertThat(definitions.xml("secrets", 1)).isEqualTo(job);
    }

    /** Columns, as {@code table.column}, that have some text in any row. */
    @SuppressWarnings("unchecked")
    private List<String> columnsWith(String text) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                ((List<Object[]>)
                                                database.createNativeQuery(COLUMNS).getResultList())
                                        .stream()
                                                .filter(column -> has(column, text))
                                                .map(column -> column[0] + "." + column[1])
                                                .toList());
    }

    private boolean has(Object[] column, String text) {
        // Bytes are compared as text that shows every ASCII character as it is.
        String query =
                "select count(*) from %1$s where case when pg_typeof(%2$s) = 'bytea'::regtype"
                        + " then encode(%2$s::text::bytea, 'escape') else %2$s::text end like ?1";
        Number rows =
                (Number)
                        database.createNativeQuery(query.formatted(column[0], column[1]))
                                .setParameter(1, "%" + text + "%")
                                .getSingleResult();
        return rows.longValue() > 0;
    }
}
