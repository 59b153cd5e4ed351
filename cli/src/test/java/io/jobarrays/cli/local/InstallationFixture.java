package io.jobarrays.cli.local;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.PackagedCli;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A checkout whose server and cloud are stand-ins, and a user with a state directory. */
record InstallationFixture(Path home, Path state) {
    static InstallationFixture in(Path directory) throws IOException {
        InstallationFixture made =
                new InstallationFixture(
                        directory.resolve("home"), directory.resolve("state/spawn"));
        made.program("src/target/quarkus-app/quarkus-run.jar", FakeServerProgram.class);
        made.program("local-cloud/target/local-cloud/local-cloud.jar", FakeCloudProgram.class);
        Files.createDirectories(made.home().resolve("agent/target/spored"));
        Files.createFile(made.home().resolve("agent/target/spored.tar.gz"));
        Files.createDirectories(made.state());
        return made;
    }

    CommandResult spawn(String... args) {
        return PackagedCli.finish(start(args));
    }

    CommandResult spawn(Map<String, String> env, String... args) {
        return PackagedCli.finish(PackagedCli.start(home, env, args));
    }

    Process start(String... args) {
        return PackagedCli.start(home, env(), args);
    }

    Map<String, String> env() {
        return Map.of("XDG_STATE_HOME", String.valueOf(state.getParent()));
    }

    long server() {
        return pid("server.json");
    }

    long cloud() {
        return pid("cloud/cloud.json");
    }

    JsonValue view(String file) {
        return new UserStateDirectory(state)
                .json(state.resolve(file))
                .orElse(JsonValue.Literal.NULL);
    }

    private long pid(String file) {
        return view(file).number("pid").orElse(-1);
    }

    private void program(String name, Class<?> main) throws IOException {
        Path jar = home.resolve(name);
        Files.createDirectories(jar.resolveSibling(""));
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Path.of("target/test-classes").toUri() + " " + Path.of("target/classes").toUri());
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
    }
}
