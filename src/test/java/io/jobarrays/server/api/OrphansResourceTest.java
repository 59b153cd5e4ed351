package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of orphans, and which instances it terminates. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class OrphansResourceTest {
    private static final String ORPHANS = "/api/v1/orphans";

    /** The list is refused before the first poll. */
    @BeforeEach
    void awaitPoll() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> authorized().get(ORPHANS).statusCode() == 200);
    }

    @Test
    void saysWhenEc2WasRead() {
        authorized().get(ORPHANS).then().statusCode(200).header("Spawn-As-Of", notNullValue());
    }

    @Test
    void terminatesNoInstanceThatIsNotAnOrphan() {
        authorized()
                .contentType(ContentType.JSON)
                .body("{\"instance_ids\": [\"i-0abc\"]}")
                .post(ORPHANS + "/terminate")
                .then()
                .statusCode(200)
                .header("Spawn-Exit-Code", equalTo("1"))
                .body("ok", contains(false))
                .body("[0].result", containsString("is not an orphan"));
    }

    @Test
    void refusesABodyThatNamesNoInstances() {
        for (String ids : new String[] {"\"i-1\"", "[]", "[\"compute\"]", "[3]"}) {
            authorized()
                    .contentType(ContentType.JSON)
                    .body("{\"instance_ids\": %s}".formatted(ids))
                    .post(ORPHANS + "/terminate")
                    .then()
                    .statusCode(422)
                    .body("detail", containsString("is not a list of instance ids"));
        }
    }
}
