package io.jobarrays.cli;

import io.jobarrays.cli.base.Terminal;
import io.jobarrays.cli.base.TerminalSize;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of a command line: exit code and both outputs. */
public record CommandResult(int exitCode, String out, String err) {
    /** Shell that runs commands; answers no questions unless told and keeps no state. */
    public static final class Shell {
        private final Path directory;
        private final Map<String, String> env = new HashMap<>();
        private Optional<BufferedReader> answers = Optional.empty();
        private InputStream piped = InputStream.nullInputStream();
        private boolean withTerminal;
        private TerminalSize size = TerminalSize.DEFAULT;

        public Shell(Path directory) {
            this.directory = directory;
            env.put("XDG_STATE_HOME", directory.resolve("state").toString());
            env.put("HOME", directory.toString());
        }

        public Shell(Path directory, StubServer server) {
            this(directory);
            env.put("SPAWN_URL", server.url());
            env.put("SPAWN_TOKEN", "secret");
        }

        public Shell with(String name, String value) {
            env.put(name, value);
            return this;
        }

        public Shell withAnswer(String answer) {
            answers = Optional.of(new BufferedReader(new StringReader(answer)));
            return this;
        }

        /** Something is piped in. */
        public Shell withInput(InputStream input) {
            piped = input;
            return this;
        }

        /** A person sits there, for what looks for one. */
        public Shell withTerminal() {
            withTerminal = true;
            return this;
        }

        public Shell withTerminal(int columns, int rows) {
            size = new TerminalSize(columns, rows);
            return withTerminal();
        }

        public CommandResult type(String... args) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Terminal terminal =
                    new Terminal(
                            print(out),
                            print(err),
                            Map.copyOf(env),
                            () -> answers,
                            directory,
                            piped,
                            file -> withTerminal,
                            () -> size);
            int exitCode = Spawn.run(terminal, args);
            return new CommandResult(
                    exitCode,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }

        public CommandResult type(List<String> args, String... more) {
            List<String> all = new ArrayList<>(args);
            all.addAll(List.of(more));
            return type(all.toArray(String[]::new));
        }

        private static PrintStream print(ByteArrayOutputStream bytes) {
            return new PrintStream(bytes, true, StandardCharsets.UTF_8);
        }
    }
}
