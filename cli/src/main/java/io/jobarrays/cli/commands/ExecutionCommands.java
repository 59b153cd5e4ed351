package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.call.BundleUpload;
import io.jobarrays.cli.flags.InputFiles;
import io.jobarrays.cli.flags.KeyValuePairs;
import io.jobarrays.cli.flags.QueryString;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import io.jobarrays.cli.watch.ExecutionWatch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Subcommands that act on one execution. */
final class ExecutionCommands {
    private ExecutionCommands() {}

    /** Parameter with the execution a command acts on. */
    abstract static sealed class ExecutionCommand implements Callable<Integer> {
        final CommandSession session;

        @Parameters(paramLabel = "ID", description = "number of the execution")
        private String id = "";

        ExecutionCommand(CommandSession session) {
            this.session = session;
        }

        String id() {
            if (!id.matches("\\d{1,18}")) {
                throw Failure.usage(
                        "\"%s\" is not the number of an execution; \"spawn executions\" lists them"
                                .formatted(id));
            }
            return id;
        }

        String path() {
            return "/executions/" + id();
        }

        JsonValue post(String verb) {
            String answer = session.api().post(path() + "/" + verb, ApiClient.JSON).text();
            return answer.isBlank()
                    ? session.api().get(path(), ApiClient.JSON).json()
                    : JsonValue.parse(answer);
        }
    }

    /** {@code spawn executions show}. */
    @Command(name = "show", description = "Shows the stages of one execution.")
    static final class Show extends ExecutionCommand {
        @Option(
                names = "--watch",
                description =
                        "show the progress of stages and indexes until the execution has ended; exit with its exit code")
        private boolean watch;

        Show(CommandSession session) {
            super(session);
        }

        @Override
        public Integer call() {
            JsonValue view = session.api().get(path(), ApiClient.JSON).json();
            ExecutionWatch execution = new ExecutionWatch(session, id());
            return watch ? execution.follow(view) : execution.show(view, false, false);
        }
    }

    /** {@code spawn executions stop}. */
    @Command(name = "stop", description = "Stops the work of an execution.")
    static final class Stop extends ExecutionCommand {
        Stop(CommandSession session) {
            super(session);
        }

        @Override
        public Integer call() {
            CommandOutput.printView(session, path(), post("stop"), "id");
            return 0;
        }
    }

    /** {@code spawn executions restart}. */
    @Command(
            name = "restart",
            description =
                    "Restarts an execution: runs the work that did not succeed, and the stages after it.")
    static final class Restart extends ExecutionCommand {
        @Option(
                names = "--files",
                paramLabel = "DIR",
                description = "corrected files for what did not succeed")
        private @Nullable String files;

        @Option(
                names = "--param",
                paramLabel = "K=V",
                description = "another value of a job parameter; repeatable")
        private List<String> parameters = List.of();

        @Option(
                names = "--definition",
                paramLabel = "FILE.xml",
                description = "corrected job XML; stages that have begun keep ids and indexes")
        private @Nullable String definition;

        @Option(
                names = "--wait",
                description = "wait until the execution has ended; exit with its exit code")
        private boolean wait;

        @Option(
                names = "--watch",
                description = "as --wait, and show the progress of stages and indexes")
        private boolean watch;

        Restart(CommandSession session) {
            super(session);
        }

        @Override
        public Integer call() {
            JsonValue view = definition == null ? post(corrected()) : postXml(definition);
            return new ExecutionWatch(session, id()).show(view, wait || watch, watch);
        }

        private JsonValue postXml(String file) {
            byte[] xml = InputFiles.bytes(session, "--definition", file);
            return session.api()
                    .post(path() + "/" + corrected(), ApiClient.JSON, ApiClient.XML, xml)
                    .json();
        }

        private String corrected() {
            QueryString query = new QueryString("restart");
            KeyValuePairs.of("--param", parameters)
                    .forEach((name, value) -> query.with("param." + name, value));
            return query.with("files", new BundleUpload(session).ofSubmission(files)).toString();
        }
    }

    /** {@code spawn executions abandon}. */
    @Command(
            name = "abandon",
            description = "Abandons a stopped execution; it cannot be restarted.")
    static final class Abandon extends ExecutionCommand {
        Abandon(CommandSession session) {
            super(session);
        }

        @Override
        public Integer call() {
            CommandOutput.printView(session, path(), post("abandon"), "id");
            return 0;
        }
    }

    /** {@code spawn executions delete}. */
    @Command(
            name = "delete",
            description =
                    "Deletes an execution that has ended, with its arrays, logs, outputs and events.")
    static final class Delete extends ExecutionCommand {
        Delete(CommandSession session) {
            super(session);
        }

        @Override
        public Integer call() {
            String id = id();
            if (!session.confirm("Delete execution %s with its logs and outputs".formatted(id))) {
                return 1;
            }
            session.api().delete(path(), Map.of()).text();
            session.progress("execution %s: deleted".formatted(id));
            return 0;
        }
    }
}
