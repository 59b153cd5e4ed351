package io.jobarrays.server.auth;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/** Requests with the token of the server under test. */
public final class AuthorizedRequests {
    private AuthorizedRequests() {}

    public static RequestSpecification authorized() {
        return given().header("Authorization", "Bearer " + token());
    }

    public static String token() {
        Path state = ConfigProvider.getConfig().getValue("spawn.state-dir", Path.class);
        try {
            return Files.readString(state.resolve("token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
