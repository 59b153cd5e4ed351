package io.jobarrays.agent.host;

import io.jobarrays.contract.ArrayId;
import io.jobarrays.contract.ArrayName;
import io.jobarrays.contract.EnvFile;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Content of {@link Paths#AGENT_ENV}, which the bootstrap writes.
 *
 * @param caFile PEM file with the authorities to trust at the server; empty: those of Java
 * @param ttlDeadline ISO-8601; empty without a deadline
 */
public record AgentEnv(
        URI server,
        String caFile,
        String nonce,
        String instanceId,
        String ttlDeadline,
        EnvFile member) {

    /**
     * @throws Refusal when the file or one of its entries is missing or unreadable
     */
    public static AgentEnv read(RootDirectory root) {
        Path file = root.resolve(Paths.AGENT_ENV);
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new Refusal("cannot read %s, which the bootstrap writes: %s".formatted(file, e));
        }
    }

    /**
     * Checks that the file belongs to this instance: on an image made from a member the agent
     * starts before the bootstrap has rewritten it.
     *
     * @throws Refusal when the file belongs to another instance
     */
    public void checkInstance(Hardware hardware) {
        String actual = hardware.instanceId().orElse(instanceId);
        if (!actual.equals(instanceId)) {
            throw new Refusal(
                    "%s belongs to instance %s and this machine is %s: the bootstrap has not run yet"
                            .formatted(Paths.AGENT_ENV, instanceId, actual));
        }
    }

    static AgentEnv parse(String text) {
        Map<String, String> values = new HashMap<>();
        text.lines()
                .filter(line -> line.indexOf('=') > 0)
                .forEach(line -> values.put(key(line), line.substring(line.indexOf('=') + 1)));
        return new AgentEnv(
                URI.create(required(values, "SPAWN_SERVER")),
                values.getOrDefault("SPAWN_CA_FILE", ""),
                required(values, "SPAWN_NONCE"),
                required(values, "SPAWN_INSTANCE_ID"),
                values.getOrDefault("SPAWN_TTL_DEADLINE", ""),
                new EnvFile(
                        new ArrayId(required(values, "JOB_ARRAY_ID")),
                        new ArrayName(required(values, "JOB_ARRAY_NAME")),
                        number(values, "JOB_ARRAY_SIZE"),
                        number(values, "JOB_ARRAY_INDEX"),
                        number(values, "JOB_ARRAY_ATTEMPT")));
    }

    private static String key(String line) {
        return line.substring(0, line.indexOf('='));
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null || value.isEmpty()) {
            throw new Refusal("%s has no %s".formatted(Paths.AGENT_ENV, key));
        }
        return value;
    }

    private static int number(Map<String, String> values, String key) {
        String value = required(values, key);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new Refusal(
                    "%s: %s=\"%s\" is not a number".formatted(Paths.AGENT_ENV, key, value));
        }
    }
}
