package io.jobarrays.agent.scale;

import io.jobarrays.agent.host.AtomicFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.io.FileUtils;

/** Process that runs many machines of scale mode; ends with its standard input. */
public final class ScaleHost {
    /** Referenced here, because the log manager forgets loggers that nothing references. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private static final String USAGE =
            "usage: ScaleHost DIRECTORY METADATA_URI CONTROL_PLANE_FILE";

    private final HostResources resources;
    private final Map<String, MachineRun> runs = new ConcurrentHashMap<>();

    private ScaleHost(HostResources resources) {
        this.resources = resources;
    }

    /**
     * @param arguments directory of the machines; base URI of their metadata services; file that
     *     contains the control plane's URL
     */
    public static void main(String... arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        if (arguments.length != 3) {
            System.err.println(USAGE);
            System.exit(2);
        }
        AtomicFile.skipFsync();
        // Thousands of agents report each restart of the control plane.
        ROOT_LOGGER.setLevel(Level.parse(System.getProperty("scale.log", "OFF")));
        HostEvents events = new HostEvents(System.out);
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        Path directory = Path.of(arguments[0]);
        ScaleHost host =
                new ScaleHost(
                        new HostResources(
                                directory,
                                System.getenv(),
                                httpClient(),
                                arguments[1],
                                Path.of(arguments[2]),
                                new SharedPeerFiles(
                                        directory.resolve(
                                                "shared-" + ProcessHandle.current().pid())),
                                events));
        events.ready();
        host.carryOut(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        // As a power failure: no machine outlives the local cloud.
        Runtime.getRuntime().halt(0);
    }

    private static HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    private void carryOut(BufferedReader commands) throws IOException {
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "start" -> start(words[1], millis(words[2]), words.length == 3);
                case "stop" -> ifRunning(words[1], MachineRun::end);
                case "terminate" -> terminate(words[1]);
                case "clock" -> ifRunning(words[1], run -> run.setClockOffset(millis(words[2])));
                case "network" ->
                        ifRunning(words[1], run -> run.setNetworkUp(words[2].equals("up")));
                case "etc" ->
                        ifRunning(words[1], run -> run.setEtcWritable(words[2].equals("writable")));
                default -> System.err.println("there is no command " + line);
            }
        }
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private void start(String id, Duration clockOffset, boolean withAgent) {
        MachineRun run = new MachineRun(id, resources, clockOffset, withAgent);
        runs.put(id, run);
        run.start(() -> finish(id, run));
    }

    private void finish(String id, MachineRun run) {
        runs.compute(id, (key, current) -> null);
        if (run.deletesDisk()) {
            deleteDisk(id);
        }
        resources.events().ended(id);
    }

    private void ifRunning(String id, Consumer<MachineRun> command) {
        MachineRun run = runs.get(id);
        if (run != null) {
            command.accept(run);
        }
    }

    private void terminate(String id) {
        // In one step with the check: a run that finishes meanwhile must see the request.
        MachineRun run =
                runs.computeIfPresent(
                        id,
                        (key, current) -> {
                            current.endAndDelete();
                            return current;
                        });
        if (run == null) {
            Thread.ofVirtual().start(() -> deleteDisk(id));
        }
    }

    private void deleteDisk(String id) {
        FileUtils.deleteQuietly(resources.machines().resolve(id).toFile());
    }
}
