package io.jobarrays.cli.commands;

import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What lets machines rest and brings them back: nothing is lost, so nobody is asked. */
public final class MachineCommands {
    private MachineCommands() {}

    /** A verb that is over when the machines are where it moves them. */
    abstract static sealed class Move implements Callable<Integer> {
        private final Session session;
        private final String verb;
        private final Settling.Goal goal;

        @Mixin private final Selector selector = new Selector();
        @Mixin private final Settling settling = new Settling();

        Move(Session session, String verb, Settling.Goal goal) {
            this.session = session;
            this.verb = verb;
            this.goal = goal;
        }

        @Override
        public Integer call() {
            String given = selector.given();
            Settling.Wait wait = settling.of(session, given, goal);
            int exitCode = new Verb(session, verb, given).post(new Json.Obj());
            return wait.after(exitCode);
        }
    }

    /** {@code spawn stop}. */
    @Command(name = "stop", description = "Stops machines; disks and remaining TTL are kept.")
    public static final class Stop extends Move {
        public Stop(Session session) {
            super(session, "stop", Settling.Goal.STOPPED);
        }
    }

    /** {@code spawn hibernate}. */
    @Command(
            name = "hibernate",
            description = "Stops machines and keeps their memory: processes go on after the start.")
    public static final class Hibernate extends Move {
        public Hibernate(Session session) {
            super(session, "hibernate", Settling.Goal.STOPPED);
        }
    }

    /** {@code spawn start}. */
    @Command(name = "start", description = "Starts stopped machines with their remaining TTL.")
    public static final class Start extends Move {
        public Start(Session session) {
            super(session, "start", Settling.Goal.STARTED);
        }
    }
}
