package io.jobarrays.agent.host;

import java.nio.file.Files;
import java.nio.file.Path;

/** The interpreter of the agent's own small programs: what cloud-init runs on, so it is there. */
public final class PythonInterpreter {
    private static final Path SYSTEM_PYTHON = Path.of("/usr/bin/python3");

    private PythonInterpreter() {}

    /** The system's own, before whatever a user's PATH puts in front of it. */
    public static String executable() {
        return Files.isExecutable(SYSTEM_PYTHON) ? SYSTEM_PYTHON.toString() : "python3";
    }
}
