package io.jobarrays.cli.commands;

import io.jobarrays.cli.call.VerbCall;
import io.jobarrays.cli.flags.SelectorArguments;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.WaitOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Commands stop, hibernate and start; they lose no data and need no confirmation. */
public final class PowerCommands {
    private PowerCommands() {}

    /** Posts a power verb and waits until the instances reach its goal. */
    abstract static sealed class PowerCommand implements Callable<Integer> {
        private final CommandSession session;
        private final String verb;
        private final WaitOptions.Goal goal;

        @Mixin private final SelectorArguments selector = new SelectorArguments();
        @Mixin private final WaitOptions waitOptions = new WaitOptions();

        PowerCommand(CommandSession session, String verb, WaitOptions.Goal goal) {
            this.session = session;
            this.verb = verb;
            this.goal = goal;
        }

        @Override
        public Integer call() {
            String given = selector.selected();
            WaitOptions.Wait wait = waitOptions.of(session, given, goal);
            int exitCode = new VerbCall(session, verb, given).post(new JsonValue.Obj());
            return wait.afterVerb(exitCode);
        }
    }

    /** {@code spawn stop}. */
    @Command(name = "stop", description = "Stops machines; disks and remaining TTL are kept.")
    public static final class Stop extends PowerCommand {
        public Stop(CommandSession session) {
            super(session, "stop", WaitOptions.Goal.STOPPED);
        }
    }

    /** {@code spawn hibernate}. */
    @Command(
            name = "hibernate",
            description =
                    "Stops machines and keeps their memory; processes continue after the start.")
    public static final class Hibernate extends PowerCommand {
        public Hibernate(CommandSession session) {
            super(session, "hibernate", WaitOptions.Goal.STOPPED);
        }
    }

    /** {@code spawn start}. */
    @Command(name = "start", description = "Starts stopped machines with their remaining TTL.")
    public static final class Start extends PowerCommand {
        public Start(CommandSession session) {
            super(session, "start", WaitOptions.Goal.STARTED);
        }
    }
}
