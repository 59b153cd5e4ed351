package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MissingIndexesTest {
    /** A view without members would look as if all were well. */
    @Test
    void everyCallRefusesIndexesAndAttemptsThatCannotBe() {
        authorized()
                .contentType(ContentType.JSON)
                .body(
                        """
                        {"job_array_name": "pair", "count": 2, "command": "true", "ttl": "1h"}
                        """)
                .post("/api/v1/arrays")
                .then()
                .statusCode(202);
        for (String call : new String[] {"", "/launch", "/members", "/outputs", "/logs/0"}) {
            authorized()
                    .get("/api/v1/arrays/{selector}" + call, "pair[0-2]")
                    .then()
                    .statusCode(404)
                    .body(
                            "detail",
                            equalTo(
                                    "array pair does not have all of [0-2]; its indexes are [0-1]"));
        }
        authorized().get("/api/v1/arrays/{selector}", "pair[0-1]").then().statusCode(200);
        authorized()
                .get("/api/v1/arrays/pair/logs/0?attempt=0")
                .then()
                .statusCode(422)
                .body("detail", containsString("1 is the first"));
        authorized().post("/api/v1/arrays/pair/terminate").then().statusCode(200);
    }
}
