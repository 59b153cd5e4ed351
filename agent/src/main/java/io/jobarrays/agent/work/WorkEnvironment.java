package io.jobarrays.agent.work;

import io.jobarrays.agent.files.FileRights;
import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.LoginEnvironment;
import io.jobarrays.agent.host.MpiVariables;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.ArrayId;
import io.jobarrays.contract.ArrayName;
import io.jobarrays.contract.EnvFile;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Environment variables and user of user data and command. */
public final class WorkEnvironment {
    static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String ROOT_USER = "root";

    /** Directory of a machine that shares the files of its host, as in process mode. */
    private static final String ROOT = "SPAWN_ROOT";

    private final RootDirectory root;
    private final Map<String, String> inherited;
    private final EnvFile member;

    /**
     * @param inherited the agent's environment
     */
    public WorkEnvironment(RootDirectory root, Map<String, String> inherited, EnvFile member) {
        this.root = root;
        this.inherited = inherited;
        this.member = member;
    }

    /**
     * Program for user data; runs as the agent's user, as on EC2.
     *
     * @param values the work's variables with all references resolved
     */
    WorkSupervisor.Program userData(Work work, Map<String, String> values, String script) {
        return new WorkSupervisor.Program(List.of(script), environment(work, values, null), null);
    }

    /** Program for a command; the text is passed unchanged as one argument of {@code sh -c}. */
    WorkSupervisor.Program command(Work work, Map<String, String> values, String command)
            throws IOException, InterruptedException {
        Account account = account(work);
        return new WorkSupervisor.Program(
                List.of("sh", "-c", command),
                environment(work, values, account),
                account == null ? null : account.name());
    }

    /** User of the command; null for root. */
    @Nullable Account account(Work work) throws IOException, InterruptedException {
        String name = work.runAs();
        return name == null || name.isEmpty() || name.equals(ROOT_USER) ? null : Account.find(name);
    }

    /** Rights with which the outputs of the work are read. */
    FileRights fileRights(Work work) throws IOException, InterruptedException {
        Account account = account(work);
        return account == null || account.user() == agentUser()
                ? FileRights.ofAgent()
                : FileRights.ofUser(account.user(), account.group(), account.groups());
    }

    private static int agentUser() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /** Gives the working directory, and that of checkpoints, to the user of the command. */
    void changeOwner(WorkRecord run) throws IOException, InterruptedException {
        Account account = account(run.work());
        if (account == null) {
            return;
        }
        List<String> command =
                new ArrayList<>(
                        List.of("chown", "-hR", account.name() + ":", "" + run.workingDirectory()));
        if (run.work().checkpoint() != null) {
            command.add("" + run.checkpointDirectory());
        }
        Process chown = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(chown.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (chown.waitFor() != 0) {
            throw new Refusal(
                    "run-as: cannot give the files to %s: %s"
                            .formatted(account.name(), output.strip()));
        }
    }

    /**
     * Writes the environment file, so that login shells see the size and attempt of the current
     * work.
     */
    void writeEnvFile(Work work) throws IOException {
        Path file = root.resolve(Paths.ENV_FILE);
        Files.createDirectories(file.resolveSibling(""));
        AtomicFile.writeIfChanged(file, member(work).text(), AtomicFile.PUBLIC);
        LoginEnvironment.write(root, member(work));
    }

    private EnvFile member(Work work) {
        return member(member, work);
    }

    /**
     * The member that the work is of.
     *
     * @param launched the one that the machine was launched for
     */
    public static EnvFile member(EnvFile launched, Work work) {
        Work.Identity other = work.identity();
        return other == null
                ? new EnvFile(
                        launched.id(),
                        launched.name(),
                        work.size(),
                        launched.index(),
                        work.attempt())
                : new EnvFile(
                        new ArrayId(other.arrayId()),
                        new ArrayName(other.arrayName()),
                        work.size(),
                        other.index(),
                        work.attempt());
    }

    private Map<String, String> environment(
            Work work, Map<String, String> values, @Nullable Account account) {
        Map<String, String> environment = new TreeMap<>(inherited);
        environment.keySet().removeIf(WorkEnvironment::isAgentVariable);
        String language = inherited.get("SPORED_LC_ALL");
        if (language != null) {
            environment.put("LC_ALL", language);
        }
        environment.putIfAbsent("PATH", DEFAULT_PATH);
        environment.putIfAbsent("HOME", "/root");
        // systemd gives a service of root none of these.
        environment.putIfAbsent("SHELL", "/bin/sh");
        environment.putIfAbsent("USER", System.getProperty("user.name"));
        environment.putIfAbsent("LOGNAME", System.getProperty("user.name"));
        if (account == null) {
            environment.put("OMPI_ALLOW_RUN_AS_ROOT", "1");
            environment.put("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
        } else {
            environment.put("HOME", account.home());
            environment.put("USER", account.name());
            environment.put("LOGNAME", account.name());
        }
        // Python delays the output of a pipe, so that it is lost when the machine is.
        environment.put("PYTHONUNBUFFERED", "1");
        environment.putAll(MpiVariables.of(root));
        environment.putAll(values);
        environment.putAll(member(work).variables());
        return environment;
    }

    /** Variables set by the start script and the bootstrap, which the work must not see. */
    private static boolean isAgentVariable(String name) {
        return (name.startsWith("SPAWN_") && !name.equals(ROOT))
                || name.startsWith("SPORED_")
                || List.of("LC_ALL", "MALLOC_ARENA_MAX", "JAVA_TOOL_OPTIONS").contains(name);
    }

    /** Entry of the machine's user database. */
    record Account(String name, int user, int group, String home) {

        static Account find(String name) throws IOException, InterruptedException {
            String[] fields = output("getent", "passwd", "--", name).split(":", -1);
            if (fields.length < 7) {
                throw new Refusal("run-as: this machine has no user \"%s\"".formatted(name));
            }
            return new Account(
                    fields[0],
                    Integer.parseUnsignedInt(fields[2]),
                    Integer.parseUnsignedInt(fields[3]),
                    fields[5]);
        }

        /** All groups of the user. */
        List<Integer> groups() throws IOException, InterruptedException {
            return Stream.of(output("id", "-G", "--", name).split(" ", -1))
                    .map(Integer::parseUnsignedInt)
                    .toList();
        }

        private static String output(String... command) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command).start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.SECONDS);
            return text.strip();
        }
    }
}
