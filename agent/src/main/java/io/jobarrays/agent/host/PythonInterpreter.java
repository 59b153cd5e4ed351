package io.jobarrays.agent.host;

import io.jobarrays.contract.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Python interpreter for the agent's helper programs; cloud-init requires one on every image. */
public final class PythonInterpreter {
    private static final String SYSTEM_DIRECTORY = "/usr/bin";

    private PythonInterpreter() {}

    /**
     * Prefers the system's interpreter over one that comes first on the PATH.
     *
     * @throws Refusal if the machine has none
     */
    public static String executable() {
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/bin");
        return Stream.concat(Stream.of(SYSTEM_DIRECTORY), Stream.of(path.split(":", -1)))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "python3"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "this machine has no python3, which runs the work and its"
                                                + " sessions: install it on the image"))
                .toString();
    }
}
