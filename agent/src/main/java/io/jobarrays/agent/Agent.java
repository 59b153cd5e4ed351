package io.jobarrays.agent;

import io.jobarrays.contract.AgentMessage.BarrierFailed;
import io.jobarrays.contract.AgentMessage.Deadline;
import io.jobarrays.contract.AgentMessage.EndStored;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.Go;
import io.jobarrays.contract.AgentMessage.Hello;
import io.jobarrays.contract.AgentMessage.LogStored;
import io.jobarrays.contract.AgentMessage.Peers;
import io.jobarrays.contract.AgentMessage.Stop;
import io.jobarrays.contract.AgentMessage.ToAgent;
import io.jobarrays.contract.AgentMessage.Work;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** The agent's parts, put together: what the server says goes to the part it concerns. */
final class Agent {
    private static final Logger LOG = Logger.getLogger(Agent.class);
    private static final String VERSION =
            Optional.ofNullable(Agent.class.getPackage().getImplementationVersion()).orElse("dev");

    private final Root root;
    private final Wire wire = new Wire();
    private final PowerSwitch power;
    private final TimeToLive timeToLive;
    private final Peering peering;
    private final Enrolment enrolment;
    private final Calls calls;
    private final Workload workload;
    private final Connection connection;
    private final Reporter reporter;
    private final String bootId;

    Agent(Settings settings, AgentEnv env, Boot boot) throws IOException {
        Clock clock = Clock.systemUTC();
        bootId = boot.id();
        HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .executor(Executors.newFixedThreadPool(2, Agent::daemon))
                        .build();
        root = new Root(settings.root());
        power = new PowerSwitch(root, settings.poweroff());
        timeToLive = new TimeToLive(root, env.ttlDeadline(), clock, power);
        peering = new Peering(root, clock, wire);
        Metadata metadata = new Metadata(http, settings.metadata());
        enrolment = new Enrolment(http, wire, metadata, env, root);
        calls = new Calls(http, env.server());
        workload =
                new Workload(
                        root,
                        wire,
                        new Supervisor(root, boot.id()),
                        new Surroundings(System.getenv(), env.environment()),
                        secrets(http, metadata),
                        calls);
        connection = new Connection(http, env.server(), wire);
        reporter = new Reporter(workload, wire, connection::send);
        workload.whenChanged(reporter::nudge);
        if (boot.fresh()) {
            peering.clear();
            boot.settle(root);
        }
    }

    /** Returns only when the server refuses this machine, after having turned it off. */
    void run() throws IOException, InterruptedException {
        background("deadline", timeToLive::watch);
        workload.resume();
        Optional<String> token = enrolment.token();
        if (token.isEmpty()) {
            power.off();
            return;
        }
        calls.use(token.get());
        background("report", reporter::report);
        connection.run(token.get(), this::hello, reporter::connected, this::received);
    }

    private Secrets secrets(HttpClient http, Metadata metadata) {
        String endpoint = System.getenv().getOrDefault("AWS_ENDPOINT_URL", "");
        InstanceRole role = new InstanceRole(metadata, wire);
        return new Secrets(wire, new AwsCalls(http, wire, role, endpoint));
    }

    private Hello hello() {
        Optional<String> work = workload.run().map(Run::id);
        return new Hello(
                VERSION, work.orElse(null), workload.phase(), peering.generation(), bootId);
    }

    private void received(String text) {
        try {
            if (wire.read(text) instanceof ToAgent message) {
                take(message);
            }
        } catch (IOException | RuntimeException e) {
            // One message that cannot be followed must not end the conversation.
            LOG.errorf(e, "a message could not be followed");
        }
    }

    private void take(ToAgent message) throws IOException {
        switch (message) {
            case Work work -> workload.accept(work);
            case Go go -> workload.go(go.id());
            case Stop stop -> workload.stop(stop.id(), stop.graceSeconds());
            case Peers peers -> say(peering.write(peers));
            case BarrierFailed failed -> peering.write(failed);
            case Deadline deadline -> timeToLive.tell(deadline);
            case LogStored stored -> reporter.stored(stored);
            case EndStored stored -> reporter.endStored(stored.id());
            default -> LOG.warnf("%s is not followed yet", message);
        }
    }

    private void say(FromAgent message) {
        if (!connection.send(message)) {
            LOG.warnf("%s could not be said", message.getClass().getSimpleName());
        }
    }

    private static Thread daemon(Runnable task) {
        return Thread.ofPlatform().name("http").daemon().unstarted(task);
    }

    private static void background(String name, Endless task) {
        Thread.ofPlatform()
                .name(name)
                .daemon()
                .start(
                        () -> {
                            try {
                                task.run();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private interface Endless {
        void run() throws InterruptedException;
    }
}
