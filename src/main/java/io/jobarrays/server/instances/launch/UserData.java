package io.jobarrays.server.instances.launch;

import io.jobarrays.contract.IndexSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * User data of all instances of one launch: variables, then {@code bootstrap.sh}.
 *
 * <p>It is the same for all instances, so it lists all indexes; each instance takes the one at its
 * {@code ami-launch-index}. It has no data of the user, because every process of an instance can
 * read it.
 *
 * @param ca certificates in PEM that agents trust; empty: those of the image
 */
public record UserData(
        String server,
        String ca,
        String nonce,
        String agentSha256,
        String deadline,
        String arrayId,
        String arrayName,
        int size,
        int attempt,
        IndexSet indexes) {
    private static final String BOOTSTRAP = read();

    public String script() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SPAWN_SERVER", server);
        variables.put("SPAWN_CA", ca);
        variables.put("SPAWN_NONCE", nonce);
        variables.put("SPAWN_AGENT_SHA256", agentSha256);
        variables.put("SPAWN_TTL_DEADLINE", deadline);
        variables.put("SPAWN_INDEXES", indexes.ranges());
        variables.put("JOB_ARRAY_ID", arrayId);
        variables.put("JOB_ARRAY_NAME", arrayName);
        variables.put("JOB_ARRAY_SIZE", "" + size);
        variables.put("JOB_ARRAY_ATTEMPT", "" + attempt);
        String settings =
                variables.entrySet().stream()
                        .map(v -> "%s='%s'\n".formatted(v.getKey(), v.getValue()))
                        .collect(Collectors.joining());
        return "#!/bin/sh\n" + settings + BOOTSTRAP;
    }

    private static String read() {
        try (InputStream in = UserData.class.getResourceAsStream("/bootstrap.sh")) {
            if (in == null) {
                throw new IllegalStateException("bootstrap.sh is missing from the server");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
