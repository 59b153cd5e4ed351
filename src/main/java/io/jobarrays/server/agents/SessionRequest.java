package io.jobarrays.server.agents;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of a session.
 *
 * @param command line for {@code sh -c}; null: a login shell
 * @param terminal whether to allocate a terminal of {@code columns} by {@code rows}
 * @param environment variables of the shell or command
 * @param port TCP port to connect to instead; null: a program
 */
public record SessionRequest(
        @Nullable String command,
        boolean terminal,
        int columns,
        int rows,
        Map<String, String> environment,
        @Nullable Integer port) {}
