package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** List of instances in both forms. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class InstancesResourceTest {
    private String array = "";

    @BeforeEach
    void launch() {
        array = ArrayEdits.create(2);
        for (int index = 0; index < 2; index++) {
            int one = index;
            ArrayEdits.edit(
                    array,
                    it ->
                            ArrayEdits.addInstance(
                                    it, one, id(one), InstanceState.RUNNING, "nonce" + one));
        }
    }

    @AfterEach
    void end() {
        ArrayEdits.end(array, Instant.now());
    }

    private String id(int index) {
        return "i-%08x%09x".formatted(array.hashCode(), index);
    }

    @Test
    void listsInstancesAsOneList() {
        List<String> ids =
                authorized()
                        .get("/api/v1/instances")
                        .then()
                        .statusCode(200)
                        .contentType(ContentType.JSON)
                        .extract()
                        .path("findAll { it.job_array_id == '%s' }.instance_id".formatted(array));

        assertThat(ids).containsExactly(id(0), id(1));
    }

    @Test
    void listsInstancesAsLines() {
        Response answer = authorized().accept("application/x-ndjson").get("/api/v1/instances");

        assertThat(answer.contentType()).startsWith("application/x-ndjson");
        assertThat(answer.asString()).endsWith("}\n");
        assertThat(
                        answer.asString()
                                .lines()
                                .map(JsonObject::new)
                                .filter(one -> array.equals(one.getString("job_array_id")))
                                .map(one -> one.getString("instance_id")))
                .containsExactly(id(0), id(1));
    }

    @Test
    void answersWithNoLineWhenNothingMatches() {
        assertThat(
                        authorized()
                                .accept("application/x-ndjson")
                                .get("/api/v1/instances?region=eu-west-1")
                                .asString())
                .isEmpty();
    }
}
