package io.jobarrays.agent.scale;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.ArrayId;
import io.jobarrays.contract.ArrayName;
import io.jobarrays.contract.EnvFile;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * First boot of a machine: writes its identity from its user data and metadata, with the same
 * result as {@code bootstrap.sh} of the server, which is not run.
 */
final class ScaleBootstrap {
    /** Attempts of each metadata request, as in {@code bootstrap.sh}. */
    private static final int MAX_ATTEMPTS = 20;

    private static final Pattern VARIABLE = Pattern.compile("([A-Z0-9_]+)='([^']*)'");

    private final RootDirectory root;
    private final MetadataClient metadata;

    ScaleBootstrap(RootDirectory root, MetadataClient metadata) {
        this.root = root;
        this.metadata = metadata;
    }

    /**
     * Returns false when the user data starts no agent.
     *
     * @throws Refusal when a variable of the user data is missing or invalid
     */
    boolean run() throws IOException, InterruptedException {
        write(Paths.HOSTS, "127.0.0.1 localhost\n", AtomicFile.PUBLIC);
        // Without accounts the agent installs no SSH keys, which no machine here could use.
        write("/etc/passwd", "", AtomicFile.PUBLIC);
        Map<String, String> variables = variables(find("/latest/user-data").orElse(""));
        if (!variables.containsKey("SPAWN_SERVER")) {
            return false;
        }
        String instance = get("/latest/meta-data/instance-id");
        int position = Integer.parseInt(get("/latest/meta-data/ami-launch-index"));
        EnvFile member = member(variables, position);
        write(Paths.ENV_FILE, member.text(), AtomicFile.PUBLIC);
        write(Paths.AGENT_ENV, agentEnv(variables, instance, member), AtomicFile.PRIVATE);
        return true;
    }

    private static EnvFile member(Map<String, String> variables, int position) {
        List<Integer> indexes = IndexSet.parse(required(variables, "SPAWN_INDEXES")).toList();
        if (position >= indexes.size()) {
            throw new Refusal("ami-launch-index %d is not in this launch".formatted(position));
        }
        return new EnvFile(
                new ArrayId(required(variables, "JOB_ARRAY_ID")),
                new ArrayName(required(variables, "JOB_ARRAY_NAME")),
                Integer.parseInt(required(variables, "JOB_ARRAY_SIZE")),
                indexes.get(position),
                Integer.parseInt(required(variables, "JOB_ARRAY_ATTEMPT")));
    }

    private static String agentEnv(Map<String, String> variables, String instance, EnvFile member) {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("SPAWN_SERVER", "SPAWN_NONCE", "SPAWN_TTL_DEADLINE")) {
            text.append(name + "=" + variables.getOrDefault(name, "") + "\n");
        }
        text.append("SPAWN_INSTANCE_ID=" + instance + "\n");
        member.variables().forEach((name, value) -> text.append(name + "=" + value + "\n"));
        return text.toString();
    }

    private static Map<String, String> variables(String userData) {
        return userData.lines()
                .map(VARIABLE::matcher)
                .filter(line -> line.matches())
                .collect(
                        Collectors.toMap(
                                line -> line.group(1), line -> line.group(2), (a, b) -> a));
    }

    private static String required(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new Refusal("the user data has no " + name);
        }
        return value;
    }

    private String get(String path) throws IOException, InterruptedException {
        return find(path).orElseThrow(() -> new IOException("instance metadata has no " + path));
    }

    /** Retries: the metadata service may answer only some seconds after boot. */
    private Optional<String> find(String path) throws IOException, InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return metadata.find(path);
            } catch (IOException e) {
                backoff.pause();
            }
        }
        return metadata.find(path);
    }

    private void write(String path, String text, String permissions) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        AtomicFile.write(file, text, permissions);
    }
}
