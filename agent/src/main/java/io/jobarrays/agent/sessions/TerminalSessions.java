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

/** The shells and commands of people who are connected to this machine through the server. */
public final class TerminalSessions {
    /** At a time. */
    static final int MAX_SESSIONS = 16;

    private static final Logger LOG = Logger.getLogger(TerminalSessions.class);
    private static final String PROGRAM_FILE = "terminal.py";

    /** Commands know the array, as login shells do. */
    private static final String WITH_ENV_FILE = "[ ! -r \"$2\" ] || . \"$2\"; exec sh -c \"$1\"";

    private final RootDirectory root;
    private final Map<String, String> inherited;
    private final Predicate<FromAgent> connection;
    private final Map<String, TerminalSession> open = new ConcurrentHashMap<>();
    private final AtomicLong typedBytes = new AtomicLong();

    /**
     * @param inherited the agent's own environment
     */
    public TerminalSessions(
            RootDirectory root, Map<String, String> inherited, Predicate<FromAgent> connection)
            throws IOException {
        this.root = root;
        this.inherited = inherited;
        this.connection = connection;
        install(root.stateFile(PROGRAM_FILE));
    }

    public void open(SessionOpen wanted) {
        String id = wanted.session();
        if (open.size() >= MAX_SESSIONS) {
            refuse(
                    id,
                    "%d sessions are open on this machine: end one first".formatted(MAX_SESSIONS));
            return;
        }
        try {
            LOG.infof("session %s begins: %s", id, wanted.command() == null ? "shell" : "command");
            TerminalSession session =
                    new TerminalSession(id, start(wanted), connection, () -> open.remove(id));
            open.put(id, session);
            session.start();
        } catch (IOException e) {
            refuse(id, "the session cannot begin: " + e.getMessage());
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

    public void close(SessionClose gone) {
        TerminalSession session = open.get(gone.session());
        if (session != null) {
            session.close();
        }
    }

    /** Nobody is there any more. */
    public void closeAll() {
        open.values().forEach(TerminalSession::close);
    }

    /** Bytes since the agent began. */
    public long typedBytes() {
        return typedBytes.get();
    }

    private void refuse(String id, String problem) {
        String exit = ExitReason.Plain.NOT_STARTED.toString();
        boolean told = connection.test(new SessionEnded(id, exit, problem));
        LOG.warnf("session %s: %s%s", id, problem, told ? "" : ", and nobody hears it");
    }

    private Process start(SessionOpen wanted) throws IOException {
        boolean terminal = wanted.terminal();
        List<String> line = new ArrayList<>(List.of(PythonInterpreter.executable(), "-I", "-S"));
        line.add(root.stateFile(PROGRAM_FILE).toString());
        line.add("" + (terminal ? Math.max(1, wanted.columns()) : 0));
        line.add("" + (terminal ? Math.max(1, wanted.rows()) : 0));
        line.addAll(program(wanted));
        Path home = root.resolve("/root");
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .directory(Files.isDirectory(home) ? home.toFile() : new File("/"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment(terminal));
        return builder.start();
    }

    private List<String> program(SessionOpen wanted) {
        String command = wanted.command();
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
        // What people's own terminals are nowadays, or understand.
        environment.put("TERM", terminal ? "xterm-256color" : "dumb");
        environment.put("OMPI_ALLOW_RUN_AS_ROOT", "1");
        environment.put("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
        String language = inherited.get("SPORED_LC_ALL");
        environment.put("LANG", "C.UTF-8");
        if (language != null) {
            environment.put("LC_ALL", language);
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
