package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spawn notify test} and {@code spawn notify secret}. */
@Command(
        name = "notify",
        description = "Tests a receiver of notifications, and shows the secret of its signatures.",
        synopsisSubcommandLabel = "COMMAND")
public final class NotifyCommand implements Callable<Integer> {
    private NotifyCommand() {}

    public static CommandLine withCommands(CommandSession session) {
        return new CommandLine(new NotifyCommand())
                .addSubcommand(new Test(session))
                .addSubcommand(new Secret(session));
    }

    @Override
    public Integer call() {
        throw Failure.usage(
                "notify: give a command: spawn notify test URL, or spawn notify secret URL");
    }

    private static int print(
            CommandSession session, String path, @Nullable String url, @Nullable String format) {
        JsonValue.Obj body = new JsonValue.Obj();
        if (url != null) {
            body.with("notify", url);
        }
        if (format != null) {
            body.with("notify_format", format);
        }
        session.print(
                session.api()
                        .post(
                                "/notifications/" + path,
                                CommandOutput.acceptedType(session),
                                ApiClient.JSON,
                                body.toString().getBytes(StandardCharsets.UTF_8))
                        .text());
        return 0;
    }

    /** {@code spawn notify test}. */
    @Command(name = "test", description = "Sends a test notification now and tells the result.")
    static final class Test implements Callable<Integer> {
        private final CommandSession session;

        @Parameters(
                arity = "0..1",
                paramLabel = "URL",
                description = "receiver; default: the one in the server's settings")
        private @Nullable String url;

        @Option(
                names = "--notify-format",
                paramLabel = "FORMAT",
                description = "body of the notification: json (default) or slack")
        private @Nullable String format;

        Test(CommandSession session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return print(session, "test", url, format);
        }
    }

    /** {@code spawn notify secret}. */
    @Command(
            name = "secret",
            description = "Shows the secret that signs the notifications to a URL.")
    static final class Secret implements Callable<Integer> {
        private final CommandSession session;

        @Parameters(
                arity = "0..1",
                paramLabel = "URL",
                description = "receiver; default: the one in the server's settings")
        private @Nullable String url;

        Secret(CommandSession session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return print(session, "secret", url, null);
        }
    }
}
