package io.jobarrays.server;

import io.smallrye.config.EnvConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * Secret settings that stand in files, as a container gets them: {@code
 * QUARKUS_DATASOURCE_PASSWORD_FILE} names the file with the value of {@code
 * QUARKUS_DATASOURCE_PASSWORD}. Other settings that end in {@code _FILE} are paths themselves.
 */
public final class SecretFilesSource implements ConfigSourceProvider {
    /** Above that of environment variables, 300. */
    private static final int ORDINAL = 301;

    private static final String SUFFIX = "_FILE";

    private static final Pattern VARIABLE =
            Pattern.compile(
                    "((?:QUARKUS|SPAWN)_\\w*(?:PASSWORD|USERNAME|URL|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SECRET))"
                            + SUFFIX);

    /** Settings that are paths, since {@code SPAWN_TOKEN} belongs to the CLI. */
    private static final Set<String> PATHS_OF_SECRETS =
            Set.of("SPAWN_TOKEN_FILE", "SPAWN_KEY_FILE");

    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
        return List.of(new EnvConfigSource(values(System.getenv()), ORDINAL));
    }

    /** Values of the files that can be read, by the name of the variable without its suffix. */
    static Map<String, String> values(Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        environment.forEach(
                (variable, file) ->
                        settingOf(variable)
                                .ifPresent(
                                        setting ->
                                                read(file)
                                                        .ifPresent(it -> values.put(setting, it))));
        return values;
    }

    /** Reason why a server with these variables must not start; empty when it may. */
    static Optional<String> objection(Map<String, String> environment) {
        return environment.keySet().stream()
                .sorted()
                .flatMap(variable -> objection(variable, environment))
                .findFirst();
    }

    private static Stream<String> objection(String variable, Map<String, String> environment) {
        Optional<String> setting = settingOf(variable);
        if (setting.isEmpty() && !PATHS_OF_SECRETS.contains(variable)) {
            return Stream.empty();
        }
        if (setting.filter(environment::containsKey).isPresent()) {
            return Stream.of("%s and %s are both set; set one".formatted(setting.get(), variable));
        }
        String file = environment.getOrDefault(variable, "");
        return read(file).isPresent()
                ? Stream.empty()
                : Stream.of(
                        "%s=%s is not a file with a value that can be read; put the secret there"
                                .formatted(variable, file));
    }

    private static Optional<String> settingOf(String variable) {
        Matcher name = VARIABLE.matcher(variable);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    private static Optional<String> read(String file) {
        try {
            // Editors and "kubectl create secret --from-file" leave a line end.
            return Optional.of(Files.readString(Path.of(file)).strip()).filter(it -> !it.isEmpty());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
