package io.jobarrays.agent;

import java.nio.file.Files;
import java.nio.file.Path;

/** The interpreter of the agent's own small programs: what cloud-init runs on, so it is there. */
final class Python {
    private static final Path SYSTEM = Path.of("/usr/bin/python3");

    private Python() {}

    /** The system's own, before whatever a user's PATH puts in front of it. */
    static String program() {
        return Files.isExecutable(SYSTEM) ? SYSTEM.toString() : "python3";
    }
}
