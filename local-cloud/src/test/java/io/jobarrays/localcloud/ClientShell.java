package io.jobarrays.localcloud;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the AWS CLI and dig against a local cloud. */
final class ClientShell {
    private static final Path DEBIAN_AWS_CLI = Path.of("/usr/bin/aws");

    private final PackagedCloud cloud;

    ClientShell(PackagedCloud cloud) {
        this.cloud = cloud;
    }

    /** Output of the AWS CLI, including its error messages. */
    String aws(String... arguments) throws IOException, InterruptedException {
        return aws(cloud.jsonField("secret_access_key"), arguments);
    }

    String awsWithSecret(String secret, String... arguments)
            throws IOException, InterruptedException {
        return aws(secret, arguments);
    }

    /** Output of {@code dig} for a query to the cloud's name server. */
    String dig(String... query) throws IOException, InterruptedException {
        String[] server = cloud.jsonField("dns").split(":", 2);
        List<String> command = new ArrayList<>(List.of("dig", "@" + server[0], "-p", server[1]));
        command.addAll(List.of(query));
        return run(command, Map.of());
    }

    /** Output of a shell script that calls {@code $AWS_PROGRAM} for {@code $ENDPOINT}. */
    String script(Path script, Path directory) throws IOException, InterruptedException {
        InstalledTools.require("aws");
        Map<String, String> environment =
                new HashMap<>(environment(cloud.jsonField("secret_access_key")));
        environment.put("AWS_PROGRAM", program());
        environment.put("ENDPOINT", cloud.jsonField("endpoint"));
        environment.put("TMP", directory.toString());
        return run(List.of("sh", script.toString()), environment);
    }

    private static String program() {
        return Files.isExecutable(DEBIAN_AWS_CLI) ? DEBIAN_AWS_CLI.toString() : "aws";
    }

    private String aws(String secret, String[] arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program());
        command.addAll(List.of("--endpoint-url", cloud.jsonField("endpoint"), "--output", "text"));
        command.addAll(List.of(arguments));
        return run(command, environment(secret));
    }

    private Map<String, String> environment(String secret) throws IOException {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                cloud.jsonField("access_key_id"),
                "AWS_SECRET_ACCESS_KEY",
                secret,
                "AWS_DEFAULT_REGION",
                cloud.jsonField("region"),
                "AWS_CONFIG_FILE",
                "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE",
                "/dev/null",
                "AWS_PAGER",
                "");
    }

    private static String run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        InstalledTools.require(Path.of(command.getFirst()).getFileName().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (InputStream out = process.getInputStream()) {
            String output = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor();
            return output;
        }
    }
}
