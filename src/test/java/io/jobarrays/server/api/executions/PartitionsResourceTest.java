package io.jobarrays.server.api.executions;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PartitionsResourceTest {
    @Test
    void pagesThePartitionsOfAStepByIndex() {
        String path = launch("paged", 3);

        Response first = authorized().get(path + "?limit=2");

        first.then().statusCode(200).body("index", contains(0, 1));
        String next = first.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
        authorized().urlEncodingEnabled(false).get(next).then().body("index", contains(2));
    }

    @Test
    void filtersPartitionsByState() {
        String path = launch("filtered", 2);

        for (String state : new String[] {"PLANNED", "STARTED", "COMPLETED", "FAILED"}) {
            authorized()
                    .get(path + "?state=" + state)
                    .then()
                    .statusCode(200)
                    .body("state", everyItem(is(state)));
        }
        authorized().get(path + "?state=DONE").then().statusCode(422);
    }

    @Test
    void rendersPartitionsAsATable() {
        String path = launch("tabled", 2);

        authorized()
                .accept("text/plain")
                .get(path)
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(startsWith("INDEX"))
                .body(containsString("[1]"));
    }

    @Test
    void refusesAStepThatTheExecutionDoesNotHave() {
        String path = launch("known", 1).replace("/known/", "/unknown/");

        authorized()
                .get(path)
                .then()
                .statusCode(404)
                .body("detail", containsString("there is no step \"unknown\" in execution"));
    }

    /** Launches an array of some members; the address of the partitions of its only step. */
    private static String launch(String name, int count) {
        JsonPath launched =
                authorized()
                        .contentType(ContentType.JSON)
                        .body(
                                """
                                {"job_array_name": "%s", "count": %d, "command": "true"}
                                """
                                        .formatted(name, count))
                        .post("/api/v1/arrays")
                        .then()
                        .statusCode(202)
                        .extract()
                        .jsonPath();
        authorized()
                .post("/api/v1/arrays/%s/terminate".formatted(launched.getString("id")))
                .then()
                .statusCode(200);
        return "/api/v1/executions/%d/steps/%s/partitions"
                .formatted(launched.getLong("execution_id"), name);
    }
}
