package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan and the warning about instances without an end name the on-demand price. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PricesTest {
    private static final String SOURCE = "on demand, us-east-1, as of 2026-07-20";

    @Test
    void planNamesThePriceOfAllMembers() {
        launch("m7i.large", 8)
                .post("/api/v1/arrays?plan=true")
                .then()
                .statusCode(200)
                .body("price", equalTo("0.8064 USD an hour (" + SOURCE + ")"));
        launch("m7i.large", 8)
                .accept(ContentType.TEXT)
                .post("/api/v1/arrays?plan=true")
                .then()
                .body(containsString("0.8064 USD an hour (" + SOURCE + ")"));
    }

    @Test
    void planSaysThatAPriceIsNotKnown() {
        launch("mac2.metal", 1)
                .post("/api/v1/arrays?plan=true")
                .then()
                .statusCode(200)
                .body("price", nullValue());
        launch("mac2.metal", 1)
                .accept(ContentType.TEXT)
                .post("/api/v1/arrays?plan=true")
                .then()
                .body(containsString("not known for mac2.metal"));
    }

    @Test
    void planWarnsThatTheFirstMachinesWaitForTheLastOnesAndBill() {
        List<String> warnings =
                authorized()
                        .contentType(ContentType.JSON)
                        .accept(ContentType.TEXT)
                        .body(
                                """
                                {"job_array_name": "priced-barrier", "count": 1500,
                                 "barrier": true, "instance_type": "m7i.large",
                                 "command": "true", "ttl": "1h"}
                                """)
                        .post("/api/v1/arrays?plan=true")
                        .headers()
                        .getValues("Spawn-Warning");

        assertThat(warnings)
                .anySatisfy(
                        it ->
                                assertThat(it)
                                        .startsWith("barrier: 1500 instances need 2 launch calls")
                                        .contains("bill meanwhile, 151.2 USD an hour"));
    }

    @Test
    void launchWithoutAnEndWarnsWithItsPrice() {
        String id =
                launch("t3.micro", 2)
                        .post("/api/v1/arrays")
                        .then()
                        .statusCode(202)
                        .body(
                                "warnings",
                                hasItem(
                                        startsWith(
                                                "no TTL: 2 × t3.micro run until they are terminated, 0.0208 USD an hour "
                                                        + SOURCE)))
                        .extract()
                        .path("id");
        authorized().post("/api/v1/arrays/" + id + "/terminate").then().statusCode(200);
    }

    private static RequestSpecification launch(String instanceType, int count) {
        return authorized()
                .contentType(ContentType.JSON)
                .body(
                        """
                        {"job_array_name": "priced-%d", "count": %d, "instance_type": "%s",
                         "command": "true"}
                        """
                                .formatted(count, count, instanceType));
    }
}
