package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.sun.net.httpserver.HttpServer;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.batch.ChainFixture;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class NotificationsResourceTest {
    private static final String METADATA = "http://169.254.169.254/s3cr3t";

    @Test
    void tellsWhatTheReceiverAnswered() throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
        receiver.createContext("/ok", it -> it.sendResponseHeaders(202, -1));
        receiver.createContext("/no", it -> it.sendResponseHeaders(500, -1));
        receiver.start();
        String url = "http://127.0.0.2:" + receiver.getAddress().getPort();

        call("test", url + "/ok").statusCode(200).body("status", equalTo(202));
        call("test", url + "/no")
                .statusCode(502)
                .body("code", equalTo("SPAWN-NOTIFY-FAILED"))
                .body("exit_code", equalTo(1))
                .body(
                        "detail",
                        equalTo(
                                url
                                        + "/… has not taken the notification: answered 500; check URL and receiver"));
        receiver.stop(0);
        call("test", url + "/ok").statusCode(502).body("detail", containsString("no connection"));
    }

    @Test
    void refusesAddressesThatAreNotPublicWhereverTheyAreWritten() {
        refused(call("test", METADATA));
        refused(call("secret", "https://localhost:1/s3cr3t"));
        refused(
                authorized()
                        .contentType(ContentType.JSON)
                        .body("{\"command\": \"true\", \"notify\": \"%s\"}".formatted(METADATA))
                        .post("/api/v1/arrays")
                        .then());
        byte[] job = ChainFixture.job("refused", ChainFixture.stage("simulated-refused", 1));
        refused(submit(job, METADATA));
        refused(submit(job, "http://localhost:1/s3cr3t"));
        String property =
                "<properties><property name=\"notify\" value=\"%s\"/></properties>"
                        .formatted(METADATA);
        refused(
                submit(
                        ChainFixture.job(
                                "refused", property, ChainFixture.stage("simulated-refused", 1)),
                        null));
    }

    @Test
    void reportsPropertyOfAStageWithItsPlace() {
        byte[] job =
                ChainFixture.job(
                        "refused",
                        ChainFixture.stage("simulated-refused", 1)
                                .replace(
                                        "name=\"count\" value=\"1\"",
                                        "name=\"notify\" value=\"%s\"".formatted(METADATA)));

        submit(job, null)
                .statusCode(422)
                .body("errors[0].line", equalTo(4))
                .body("errors[0].message", startsWith("notify: http://169.254.169.254/… is an"));
    }

    @Test
    void secretIsOfItsUrl() {
        String one = call("secret", "https://example.org/a").extract().path("secret");
        String same = call("secret", "https://example.org/a").extract().path("secret");
        String other = call("secret", "https://example.org/b").extract().path("secret");

        assertThat(one).startsWith("whsec_").isEqualTo(same).isNotEqualTo(other);
        authorized()
                .post("/api/v1/notifications/secret")
                .then()
                .statusCode(422)
                .body("detail", containsString("spawn.notify.url is not set; give a URL"));
    }

    private static ValidatableResponse call(String what, String url) {
        return authorized()
                .contentType(ContentType.JSON)
                .body("{\"notify\": \"%s\"}".formatted(url))
                .post("/api/v1/notifications/" + what)
                .then();
    }

    private static ValidatableResponse submit(byte[] job, @Nullable String receiver) {
        var request = authorized().contentType(ContentType.XML).body(job);
        if (receiver != null) {
            request.header("Spawn-Notify", receiver);
        }
        return request.post("/api/v1/executions").then();
    }

    private static void refused(ValidatableResponse answer) {
        answer.statusCode(422)
                .body("exit_code", equalTo(2))
                .body("detail", startsWith("notify: http"))
                .body("detail", containsString("networks in spawn.notify.allowed-networks"))
                .body("detail", not(containsString("s3cr3t")));
    }
}
