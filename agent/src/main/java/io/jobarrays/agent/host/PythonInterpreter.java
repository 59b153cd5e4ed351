package io.jobarrays.agent.host;

import java.nio.file.Files;
import java.nio.file.Path;

/** Python interpreter for the agent's helper programs; cloud-init requires one on every image. */
public final class PythonInterpreter {
    private static final Path SYSTEM_PYTHON = Path.of("/usr/bin/python3");

    private PythonInterpreter() {}

    /** Prefers the system's interpreter over one that comes first on the PATH. */
    public static String executable() {
        return Files.isExecutable(SYSTEM_PYTHON) ? SYSTEM_PYTHON.toString() : "python3";
    }
}
