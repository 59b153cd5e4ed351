package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static io.jobarrays.server.auth.AuthorizedRequests.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.files.archives.TarGzFixture;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class BodiesTest {
    private static final int MEBIBYTE = 1024 * 1024;

    @TestHTTPResource URI server = URI.create("unset");

    @Test
    void refusesJobXmlAboveItsLimit() throws IOException {
        HttpURLConnection call = send("POST", "/api/v1/executions", "application/xml", 2);

        assertThat(call.getResponseCode()).isEqualTo(413);
        assertThat(error(call))
                .contains("\"detail\":\"job XML may be 1 MiB; this is more\"")
                .contains("\"code\":\"SPAWN-TOO-LARGE\"");
    }

    @Test
    void refusesABundleAboveItsLimit() throws IOException {
        String path = "/api/v1/bundles/" + "0".repeat(64);

        HttpURLConnection call = send("PUT", path, "application/gzip", 70);

        assertThat(call.getResponseCode()).isEqualTo(413);
        assertThat(error(call)).contains("a bundle (--files) may hold 64 MiB; this is more");
    }

    @Test
    void storesABundleOnce() {
        byte[] packed = new TarGzFixture().file("setup.sh", "echo hello\n").bytes();
        String path = "/api/v1/bundles/" + Sha256.of(packed);

        authorized().head(path).then().statusCode(404);
        authorized().contentType("application/gzip").body(packed).put(path).then().statusCode(201);
        authorized().contentType("application/gzip").body(packed).put(path).then().statusCode(200);
        authorized().head(path).then().statusCode(200);
    }

    @Test
    void refusesABundleWithAnotherHash() {
        authorized()
                .contentType("application/gzip")
                .body(new TarGzFixture().file("a", "1").bytes())
                .put("/api/v1/bundles/" + "0".repeat(64))
                .then()
                .statusCode(422)
                .body("code", equalTo("SPAWN-HASH-DIFFERS"));
    }

    @Test
    void reportsLineAndColumnOfMalformedJson() {
        authorized()
                .contentType("application/json")
                .body("{\"count\": 8,\n  \"name\": nope}")
                .post("/api/v1/arrays")
                .then()
                .statusCode(400)
                .body("code", equalTo("SPAWN-MALFORMED"))
                .body("errors[0].line", equalTo(2))
                .body("detail", containsString("line 2, column"))
                .body("exit_code", equalTo(2));
    }

    @Test
    void refusesAnotherMediaType() {
        authorized()
                .contentType("text/csv")
                .body("a,b")
                .post("/api/v1/arrays")
                .then()
                .statusCode(415)
                .body("detail", containsString("/api/v1/arrays takes no text/csv"));
    }

    @Test
    void reportsLineOfEveryFindingInJobXml() {
        authorized()
                .contentType("application/xml")
                .body(
                        """
                        <job id="broken" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
                          <step id="one" next="nowhere">
                            <properties><property name="instance_type" value="t3.micro"/></properties>
                            <batchlet ref="array"/>
                          </step>
                        </job>
                        """)
                .put("/api/v1/definitions/broken")
                .then()
                .statusCode(422)
                .body("code", equalTo("SPAWN-BAD-JOB-XML"))
                .body("errors[0].line", equalTo(2))
                .body("exit_code", equalTo(2));
    }

    /** Sends the whole body before it reads the answer. */
    private HttpURLConnection send(String method, String path, String type, int mebibytes)
            throws IOException {
        HttpURLConnection call = (HttpURLConnection) server.resolve(path).toURL().openConnection();
        call.setRequestMethod(method);
        call.setDoOutput(true);
        call.setRequestProperty("Content-Type", type);
        call.setRequestProperty("Authorization", "Bearer " + token());
        call.setFixedLengthStreamingMode((long) mebibytes * MEBIBYTE);
        try (OutputStream out = call.getOutputStream()) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(new byte[MEBIBYTE]);
            }
        }
        return call;
    }

    private static String error(HttpURLConnection call) throws IOException {
        return new String(call.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
