package io.jobarrays.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Agent process that runs on a directory as its machine. */
public final class AgentProcess {
    private final Process process;

    private AgentProcess(Process process) {
        this.process = process;
    }

    /** Writes the files that the bootstrap leaves on a new machine. */
    public static void prepareMachine(Path machine, URI server, String ttlDeadline)
            throws IOException {
        Files.createDirectories(machine.resolve("etc/spawn"));
        Files.writeString(machine.resolve("etc/hosts"), "127.0.0.1 localhost\n");
        FakeProcFiles.create(machine);
        Files.writeString(
                machine.resolve("etc/spawn/agent.env"),
                """
                SPAWN_SERVER=%s
                SPAWN_NONCE=n-1
                SPAWN_INSTANCE_ID=i-0abc
                SPAWN_TTL_DEADLINE=%s
                JOB_ARRAY_ID=compute-20260113-abc123
                JOB_ARRAY_NAME=compute
                JOB_ARRAY_SIZE=3
                JOB_ARRAY_INDEX=2
                JOB_ARRAY_ATTEMPT=1
                """
                        .formatted(server, ttlDeadline));
    }

    static AgentProcess start(Path machine, URI metadata) throws IOException {
        return start(AgentJvm.commandLine(), machine, metadata);
    }

    /** Starts the agent in a JVM of the given command line, which ends with the class path. */
    static AgentProcess start(List<String> jvm, Path machine, URI metadata) throws IOException {
        List<String> line = new ArrayList<>(jvm);
        line.add(AgentProcess.class.getName());
        line.add(machine.toString());
        line.add(metadata.toString());
        ProcessBuilder builder = builder(line, machine);
        builder.environment().put("AWS_ENDPOINT_URL", metadata.toString());
        return new AgentProcess(builder.start());
    }

    /** Starts the packaged agent as the bootstrap does. */
    static AgentProcess startImage(Path image, Path machine, URI metadata) throws IOException {
        return startImage(image, machine, metadata, System.getenv("PATH"));
    }

    static AgentProcess startImage(Path image, Path machine, URI metadata, String path)
            throws IOException {
        return startProgram(
                List.of(image.resolve("bin/spored").toString()), machine, metadata, path);
    }

    /** Starts the packaged agent in the restart loop that the bootstrap uses without systemd. */
    static AgentProcess startWithRestartLoop(Path image, Path machine, URI metadata)
            throws IOException {
        String loop = "until '%s'; do sleep 1; done".formatted(image.resolve("bin/spored"));
        return startProgram(
                List.of("setsid", "sh", "-c", loop), machine, metadata, System.getenv("PATH"));
    }

    private static AgentProcess startProgram(
            List<String> line, Path machine, URI metadata, String path) throws IOException {
        ProcessBuilder builder = builder(line, machine);
        builder.environment().remove("LC_ALL");
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", path);
        builder.environment().put("SPORED_ROOT", machine.toString());
        builder.environment().put("SPORED_METADATA", metadata.toString());
        builder.environment().put("SPORED_SYSTEM", machine.toString());
        builder.environment().put("SPORED_WALL", "true");
        builder.environment().put("SPORED_POWEROFF", "touch '%s/powered-off'".formatted(machine));
        return new AgentProcess(builder.start());
    }

    private static ProcessBuilder builder(List<String> line, Path machine) {
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        machine.resolve("agent.log").toFile()));
        builder.environment().keySet().removeAll(List.of("USER", "LOGNAME", "SHELL"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("SPAWN_NONCE", "a secret of the bootstrap");
        return builder;
    }

    /** Sends SIGTERM, as systemd does. */
    void stop() {
        process.destroy();
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new AssertionError("the agent did not exit");
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Runs the agent without Quarkus. */
    public static void main(String[] arguments) throws Exception {
        System.exit(
                Spored.runAgent(new TestSettings(Path.of(arguments[0]), URI.create(arguments[1]))));
    }

    /** Settings whose poweroff and wall programs write files in the machine's directory. */
    private record TestSettings(Path root, URI metadata) implements AgentSettings {
        @Override
        public String poweroff() {
            return "touch '" + root.resolve("powered-off") + "'";
        }

        @Override
        public Path system() {
            return root;
        }

        @Override
        public String wall() {
            return root.resolve("wall").toString();
        }

        @Override
        public long intervalMillis() {
            return 200;
        }
    }
}
