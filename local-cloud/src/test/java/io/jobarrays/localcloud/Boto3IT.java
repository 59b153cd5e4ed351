package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** boto3 against the packaged local cloud: every operation, waiters and paginators. */
class Boto3IT {
    private static final Path SCRIPT = Path.of("src/test/resources/python/boto3_client.py");

    @TempDir private Path directory = Path.of("");

    @Test
    void boto3CallsEveryOperation() throws Exception {
        String python = Optional.ofNullable(System.getenv("BOTO3_PYTHON")).orElse("python3");
        InstalledTools.requirePythonModule(python, "boto3");

        try (PackagedCloud cloud =
                PackagedCloud.start(directory.resolve("cloud"), "--capacity", "4")) {
            String output = run(python, cloud);

            assertThat(output.lines())
                    .containsExactly(
                            "account",
                            "resources",
                            "instances",
                            "refusals",
                            "route53",
                            "others",
                            "s3");
        }
    }

    private static String run(String python, PackagedCloud cloud)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(python, SCRIPT.toString());
        builder.environment()
                .putAll(
                        Map.of(
                                "ENDPOINT", cloud.jsonField("endpoint"),
                                "KEY_ID", cloud.jsonField("access_key_id"),
                                "SECRET", cloud.jsonField("secret_access_key"),
                                "WEB_IDENTITY",
                                        Path.of(cloud.jsonField("identity_certificate"))
                                                .resolveSibling("web-identity-token")
                                                .toString()));
        Process process = builder.redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        }
    }
}
