package io.jobarrays.server.api.answer;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.batch.ChainFixture;
import io.jobarrays.server.batch.ExecutionAwait;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as one JSON object a line. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class JsonLinesTest {
    private static final String LINES = "application/x-ndjson";

    @Inject Executions executions;

    private long id;
    private String array = "";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/executions?limit=2",
                "/executions/ID/steps/simulated-lines-b/partitions",
                "/definitions?limit=2",
                "/arrays/ARRAY/members?limit=2"
            })
    void hasTheObjectsOfTheList(String path) throws Exception {
        runTwo();
        String url = "/api/v1" + path.replace("ID", "" + id).replace("ARRAY", array);

        Response answer = authorized().accept(LINES).get(url);
        JsonNode list =
                new ObjectMapper().readTree(authorized().get(url).then().extract().asString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith(LINES);
        assertThat(answer.header("Spawn-As-Of")).isNotBlank();
        assertThat(list).isNotEmpty();
        assertThat(answer.asString()).endsWith("}\n");
        assertThat(answer.asString().lines().map(JsonLinesTest::read))
                .containsExactlyElementsOf(list);
    }

    @Test
    void namesTheNextPage() {
        runTwo();

        Response answer = authorized().accept(LINES).get("/api/v1/executions?limit=1");

        assertThat(answer.header("Link")).contains("/api/v1/executions?limit=1&cursor=");
        assertThat(answer.asString().lines()).hasSize(1);
    }

    private void runTwo() {
        for (String stage : new String[] {"simulated-lines-a", "simulated-lines-b"}) {
            id =
                    executions
                            .submit(
                                    ChainFixture.job("lines", ChainFixture.stage(stage, 2)),
                                    Map.of(),
                                    null)
                            .id();
            array =
                    String.valueOf(
                            ExecutionAwait.until(executions, id, ExecutionState.COMPLETED)
                                    .stages()
                                    .getFirst()
                                    .arrayId());
        }
    }

    private static JsonNode read(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }
}
