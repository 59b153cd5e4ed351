package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.files.archives.TarGzFixture;
import io.jobarrays.server.state.Vault;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A submission warns about values that look like secrets, and stores them sealed. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class WarningsTest {
    private static final String SECRET = "hunter2hunter2";

    @Inject EntityManager database;
    @Inject Vault vault;

    @Test
    void warnsAtALaunchAndStoresTheSecretSealed() {
        String id =
                authorized()
                        .contentType(ContentType.JSON)
                        .header("Idempotency-Key", "warned-once")
                        .body(
                                """
                                {"job_array_name": "warned", "count": 1, "command": "true", "ttl": "1h",
                                 "env": {"DB_PASSWORD": "%s"}}
                                """
                                        .formatted(SECRET))
                        .post("/api/v1/arrays")
                        .then()
                        .statusCode(202)
                        .body("name", equalTo("warned"))
                        .body("warnings", hasSize(1))
                        .body("warnings[0]", containsString("env DB_PASSWORD looks like"))
                        .body("warnings[0]", not(containsString(SECRET)))
                        .header("Spawn-Warning", containsString("DB_PASSWORD"))
                        .extract()
                        .path("id");
        authorized().post("/api/v1/arrays/" + id + "/terminate").then().statusCode(200);

        List<String> rows =
                texts(
                        "select flags from job_array union all select flags from stage union all"
                                + " select coalesce(body, '') from idempotent_call union all select"
                                + " coalesce(request, '') from launch_intent union all select text"
                                + " from event");
        assertThat(rows).noneMatch(row -> row.contains(SECRET));
        assertThat(texts("select flags from job_array where id = '" + id + "'"))
                .singleElement()
                .satisfies(flags -> assertThat(vault.open(flags)).contains(SECRET));
    }

    @Test
    void writesAWarningAboutAControlCharacterInOneLine() {
        String array = ArrayEdits.create(2);

        authorized()
                .urlEncodingEnabled(false)
                .get("/api/v1/arrays/" + array + "/table?file=a%04%0D%0Ab.json")
                .then()
                .statusCode(200)
                .header("Spawn-Warning", startsWith("[0-1] have no file a b.json here"));

        ArrayEdits.end(array, Instant.now());
    }

    @Test
    void warnsPerStageAtASubmission() {
        String job =
                """
                <job id="warned-job" xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.0">
                  <step id="prepare">
                    <properties>
                      <property name="count" value="1"/>
                      <property name="command" value="login --password=%s"/>
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                </job>
                """
                        .formatted(SECRET);

        authorized()
                .contentType(ContentType.XML)
                .body(job)
                .post("/api/v1/executions?dryRun=true")
                .then()
                .statusCode(200)
                .body("warnings[0]", containsString("stage prepare: command looks like a password"))
                .body("warnings[0]", not(containsString(SECRET)));
    }

    @Test
    void warnsOfScriptsWithWindowsLineEnds() {
        byte[] packed = new TarGzFixture().file("run.sh", "#!/bin/sh\r\ntrue\r\n").bytes();
        String files = Sha256.of(packed);
        authorized().body(packed).put("/api/v1/bundles/" + files).then().statusCode(201);
        String job =
                """
                <job id="windows-job" xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.0">
                  <step id="prepare">
                    <properties>
                      <property name="count" value="1"/>
                      <property name="command" value="./run.sh"/>
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                </job>
                """;

        authorized()
                .contentType(ContentType.JSON)
                .body(Map.of("command", "./run.sh", "ttl", "1h", "files", files))
                .post("/api/v1/arrays?plan=true")
                .then()
                .header("Spawn-Warning", containsString("files: run.sh: Windows line ends"));
        authorized()
                .contentType(ContentType.XML)
                .body(job)
                .post("/api/v1/executions?dryRun=true&files=" + files)
                .then()
                .statusCode(200)
                .body("warnings", hasItem(containsString("files: run.sh: Windows line ends")));
    }

    @SuppressWarnings("unchecked")
    private List<String> texts(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(query, String.class).getResultList());
    }
}
