package io.jobarrays.agent.sessions;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.PythonInterpreter;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.SessionClose;
import io.jobarrays.contract.AgentMessage.SessionEnded;
import io.jobarrays.contract.AgentMessage.SessionInput;
import io.jobarrays.contract.AgentMessage.SessionOpen;
import io.jobarrays.contract.AgentMessage.SessionResize;
import io.jobarrays.contract.AgentMessage.SessionTaken;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Open terminal sessions: shells and commands of users connected through the server. */
public final class TerminalSessions {
    /** Limit of concurrent sessions. */
    static final int MAX_SESSIONS = 16;

    private static final Logger LOG = Logger.getLogger(TerminalSessions.class);
    private static final String PROGRAM_FILE = "terminal.py";

    /** Reads the environment file, as login shells do. */
    private static final String WITH_ENV_FILE = "[ ! -r \"$2\" ] || . \"$2\"; exec sh -c \"$1\"";

    private final RootDirectory root;
    private final Map<String, String> inherited;
    private final Predicate<FromAgent> connection;
    private final Map<String, TerminalSession> open = new ConcurrentHashMap<>();
    private final AtomicLong typedBytes = new AtomicLong();

    /**
     * @param inherited the agent's environment
     */
    public TerminalSessions(
            RootDirectory root, Map<String, String> inherited, Predicate<FromAgent> connection)
            throws IOException {
        this.root = root;
        this.inherited = inherited;
        this.connection = connection;
        install(root.stateFile(PROGRAM_FILE));
    }

    public void open(SessionOpen request) {
        String id = request.session();
        if (open.size() >= MAX_SESSIONS) {
            refuse(
                    id,
                    "%d sessions are open on this machine: end one first".formatted(MAX_SESSIONS));
            return;
        }
        try {
            LOG.infof("session %s starts: %s", id, request.command() == null ? "shell" : "command");
            TerminalSession session =
                    new TerminalSession(id, start(request), connection, () -> open.remove(id));
            open.put(id, session);
            session.start();
        } catch (IOException | Refusal e) {
            refuse(id, "the session cannot start: " + e.getMessage());
        }
    }

    public void input(SessionInput input) {
        TerminalSession session = open.get(input.session());
        if (session != null) {
            byte[] data = Base64.getDecoder().decode(input.data());
            typedBytes.addAndGet(data.length);
            session.input(data, input.end());
        }
    }

    public void resize(SessionResize size) {
        TerminalSession session = open.get(size.session());
        if (session != null) {
            session.resize(size.columns(), size.rows());
        }
    }

    public void acknowledge(SessionTaken taken) {
        TerminalSession session = open.get(taken.session());
        if (session != null) {
            session.acknowledge(taken.bytes());
        }
    }

    public void close(SessionClose message) {
        TerminalSession session = open.get(message.session());
        if (session != null) {
            session.close();
        }
    }

    /** Closes all sessions when the connection to the server ends. */
    public void closeAll() {
        open.values().forEach(TerminalSession::close);
    }

    /** Bytes of session input since the agent started. */
    public long typedBytes() {
        return typedBytes.get();
    }

    private void refuse(String id, String problem) {
        String exit = ExitReason.Plain.NOT_STARTED.toString();
        boolean sent = connection.test(new SessionEnded(id, exit, problem));
        LOG.warnf("session %s: %s%s", id, problem, sent ? "" : "; not connected, cannot report it");
    }

    private Process start(SessionOpen request) throws IOException {
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
        return builder.start();
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
        try (InputStream in = TerminalSessions.class.getResourceAsStream("/" + PROGRAM_FILE)) {
            if (in == null) {
                throw new IOException(PROGRAM_FILE + " is missing from the agent's jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            AtomicFile.writeIfChanged(file, text, AtomicFile.PRIVATE);
        }
    }
}
