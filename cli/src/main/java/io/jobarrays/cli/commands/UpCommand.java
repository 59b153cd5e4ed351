package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.local.CloudSettings;
import io.jobarrays.cli.local.HostDirectoryFlag;
import io.jobarrays.cli.local.LocalSystem;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.ByteSize;
import io.jobarrays.contract.Refusal;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spawn up}. */
@Command(
        name = "up",
        description = "Starts the local control plane and the local cloud unless they are running.")
public final class UpCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(
            names = "--capacity",
            paramLabel = "N",
            description =
                    "maximum number of instances in the local cloud; default: as many as fit in half of the memory")
    private @Nullable Integer capacity;

    @Option(
            names = "--scale",
            description =
                    "runs up to 20,000 instances without processes of their own; their commands are a small language, for example 'on 3: exit 1; sleep 5s'")
    private boolean scale;

    @Option(
            names = "--scale-directory",
            paramLabel = "DIR",
            description =
                    "directory of this machine for the files of instances without processes, for example /dev/shm, which is memory: 200 KiB an instance; default: the state directory")
    private @Nullable String scaleDirectory;

    @Option(
            names = "--share",
            paramLabel = "DIR",
            description =
                    "directory of this machine that every instance of the local cloud can read and write, at the same path; repeatable; until 'spawn down'")
    private List<String> shared = List.of();

    @Option(
            names = "--expose",
            paramLabel = "DIR",
            description =
                    "directory of this machine, such as a virtual environment, that instances of the local cloud can read, at the same path; repeatable, also while it runs, for instances launched from then on; until 'spawn down'")
    private List<String> exposed = List.of();

    @Option(
            names = "--s3-size",
            paramLabel = "SIZE",
            description = "most bytes of all objects in the local cloud's S3; default 10GiB")
    private @Nullable String s3Size;

    public UpCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (capacity != null && capacity < 1) {
            throw Failure.usage(
                    "--capacity: %d is not a number of instances; write 1 or more"
                            .formatted(capacity));
        }
        LocalSystem local = session.local();
        boolean cloudRan = local.cloudView().isPresent();
        List<Path> directories = directories(HostDirectoryFlag.SHARE, shared);
        List<Path> readable = withInterpreters(directories(HostDirectoryFlag.EXPOSE, exposed));
        Optional<Long> s3Bytes = Optional.ofNullable(s3Size).map(UpCommand::bytes);
        boolean started =
                local.up(
                        new CloudSettings(
                                Optional.ofNullable(capacity),
                                scale,
                                Optional.ofNullable(scaleDirectory).map(this::writableDirectory),
                                directories,
                                readable,
                                s3Bytes));
        if ((capacity != null || scale || scaleDirectory != null || s3Size != null) && cloudRan) {
            session.progress(
                    "warning: the local cloud runs already and keeps its capacity, mode, sizes and directories; \"spawn down\" ends it");
        }
        String url = local.serverUrl().orElse("");
        String endpoint = local.cloudView().flatMap(it -> it.text("endpoint")).orElse("");
        if (session.outputFormat().isTable()) {
            session.print(
                    "control plane  %s%nlocal cloud    %s"
                            .formatted(url, endpoint.isEmpty() ? "-" : endpoint));
        } else if (session.outputFormat() == OutputFormat.NAME) {
            session.print(url);
        } else {
            session.print(
                    new JsonValue.Obj()
                            .with("url", url)
                            .with("cloud", endpoint)
                            .with(
                                    "started",
                                    started ? JsonValue.Literal.TRUE : JsonValue.Literal.FALSE)
                            .toString());
        }
        String mode = local.cloudView().flatMap(it -> it.text("mode")).orElse("");
        session.printHints(hints(mode.equals("scale")));
        return 0;
    }

    private List<Path> directories(HostDirectoryFlag flag, List<String> typed) {
        return typed.stream()
                .map(it -> session.local().directory(flag, it, path -> session.path("" + path)))
                .toList();
    }

    private Path writableDirectory(String typed) {
        File directory = session.path(typed).toFile();
        if (typed.isEmpty() || !directory.isDirectory() || !directory.canWrite()) {
            throw Failure.usage(
                    "--scale-directory %s: this is not a directory that you can write; name one that exists"
                            .formatted(typed));
        }
        return directory.toPath().toAbsolutePath();
    }

    private List<Path> withInterpreters(List<Path> directories) {
        List<Path> all = new ArrayList<>(directories);
        for (Path directory : directories) {
            for (Path interpreter : session.local().interpretersOf(directory)) {
                session.progress(
                        "spawn: exposes %s too, the Python of %s"
                                .formatted(interpreter, directory));
                all.add(interpreter);
            }
        }
        return all;
    }

    private static long bytes(String size) {
        try {
            return ByteSize.parse("--s3-size", size);
        } catch (Refusal e) {
            throw Failure.usage(e.sentence());
        }
    }

    /** A command of scale mode is not run by a shell. */
    private static JsonValue hints(boolean scale) {
        String launch = "spawn launch --count 4 --job-array-name compute --command '%s'";
        return new JsonValue.Obj()
                .with(
                        "next",
                        JsonValue.texts(
                                List.of(
                                        launch.formatted(scale ? "echo hello" : "hostname"),
                                        "eval \"$(spawn env)\"",
                                        "spawn down")));
    }
}
