package io.jobarrays.agent.scale;

import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.Refusal;
import java.nio.file.Path;

/**
 * Files that a script may use: those of its machine.
 *
 * @param workingDirectory relative paths are below it
 */
record ScriptFiles(RootDirectory root, Path workingDirectory) {

    /**
     * Path on this host.
     *
     * @throws Refusal for a path outside of the machine
     */
    Path resolve(String path) {
        Path resolved =
                (path.startsWith("/") ? root.resolve(path) : workingDirectory.resolve(path))
                        .normalize();
        if (!resolved.startsWith(root.directory())) {
            throw new Refusal("command: the path %s leaves the machine".formatted(path));
        }
        return resolved;
    }
}
