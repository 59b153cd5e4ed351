package io.jobarrays.images;

import java.io.IOException;

/** Program of the build machine. */
final class BuildCommand {
    private BuildCommand() {}

    /**
     * @throws IOException when it cannot be started, or ends with another code than 0
     */
    static void run(String... command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("%s ended with %d".formatted(String.join(" ", command), exit));
        }
    }
}
