package io.jobarrays.amazon.localcloud.deployment;

import io.quarkus.bootstrap.json.JsonObject;
import io.quarkus.bootstrap.json.JsonReader;
import io.quarkus.bootstrap.json.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Contents of {@code cloud.json} of a running local cloud. */
record RunningCloud(
        String endpoint,
        String region,
        String accessKeyId,
        String secretAccessKey,
        String identityCertificate,
        String publicUrl) {

    static RunningCloud read(Path file) {
        try {
            JsonObject json = JsonReader.of(Files.readString(file)).read();
            return new RunningCloud(
                    text(json, "endpoint"),
                    text(json, "region"),
                    text(json, "access_key_id"),
                    text(json, "secret_access_key"),
                    text(json, "identity_certificate"),
                    text(json, "public_url"));
        } catch (IOException e) {
            throw new UncheckedIOException("local cloud: " + file + " cannot be read", e);
        }
    }

    private static String text(JsonObject json, String name) {
        JsonString value = json.get(name);
        if (value == null) {
            throw new IllegalStateException("local cloud: its cloud.json has no " + name);
        }
        return value.value();
    }
}
