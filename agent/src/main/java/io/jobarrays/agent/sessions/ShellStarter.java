package io.jobarrays.agent.sessions;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.MpiVariables;
import io.jobarrays.agent.host.PythonInterpreter;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.messages.AgentMessage.SessionOpen;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Starts shells and commands on this machine under the program {@code terminal.py}, and connects to
 * its ports.
 */
public final class ShellStarter implements SessionStarter {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final String PROGRAM_FILE = "terminal.py";

    /** Reads the environment file, as login shells do. */
    private static final String WITH_ENV_FILE = "[ ! -r \"$2\" ] || . \"$2\"; exec sh -c \"$1\"";

    private final RootDirectory root;
    private final Map<String, String> inherited;

    /**
     * @param inherited the agent's environment
     */
    public ShellStarter(RootDirectory root, Map<String, String> inherited) throws IOException {
        this.root = root;
        this.inherited = inherited;
        install(root.stateFile(PROGRAM_FILE));
    }

    @Override
    public Process start(SessionOpen request) throws IOException {
        boolean terminal = request.terminal();
        List<String> commandLine =
                new ArrayList<>(List.of(PythonInterpreter.executable(), "-I", "-S"));
        commandLine.add(root.stateFile(PROGRAM_FILE).toString());
        commandLine.add("" + (terminal ? Math.max(1, request.columns()) : 0));
        commandLine.add("" + (terminal ? Math.max(1, request.rows()) : 0));
        commandLine.addAll(program(request));
        Path home = root.resolve("/root");
        ProcessBuilder builder =
                new ProcessBuilder(commandLine)
                        .directory(Files.isDirectory(home) ? home.toFile() : new File("/"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment(terminal));
        builder.environment().putAll(Objects.requireNonNullElse(request.environment(), Map.of()));
        return builder.start();
    }

    /** To the loopback address, else to the machine's own, on which some services listen only. */
    @Override
    public Socket connect(int port) throws IOException {
        String reason = "";
        for (InetAddress address :
                List.of(InetAddress.getLoopbackAddress(), InetAddress.getLocalHost())) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), CONNECT_TIMEOUT_MILLIS);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                socket.close();
                reason = String.valueOf(e.getMessage());
            }
        }
        throw new IOException(
                "nothing listens on port %d of the machine (%s)".formatted(port, reason));
    }

    private List<String> program(SessionOpen request) {
        String command = request.command();
        if (command != null) {
            return List.of(
                    "sh",
                    "-c",
                    WITH_ENV_FILE,
                    "sh",
                    command,
                    root.resolve(Paths.ENV_FILE).toString());
        }
        return List.of(shell(), "-l");
    }

    private Map<String, String> environment(boolean terminal) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", inherited.getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
        environment.put("HOME", root.resolve("/root").toString());
        environment.put("USER", "root");
        environment.put("LOGNAME", "root");
        environment.put("SHELL", shell());
        // Most terminal emulators are compatible with this type.
        environment.put("TERM", terminal ? "xterm-256color" : "dumb");
        environment.putAll(MpiVariables.of(root));
        environment.put("OMPI_ALLOW_RUN_AS_ROOT", "1");
        environment.put("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
        String locale = inherited.get("SPORED_LC_ALL");
        environment.put("LANG", "C.UTF-8");
        if (locale != null) {
            environment.put("LC_ALL", locale);
        }
        return environment;
    }

    private static String shell() {
        return Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
    }

    private static void install(Path file) throws IOException {
        try (InputStream in = ShellStarter.class.getResourceAsStream("/" + PROGRAM_FILE)) {
            if (in == null) {
                throw new IOException(PROGRAM_FILE + " is missing from the agent's jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            AtomicFile.writeIfChanged(file, text, AtomicFile.PRIVATE);
        }
    }
}
