package io.jobarrays.agent;

import io.jobarrays.contract.AgentMessage.BarrierFailed;
import io.jobarrays.contract.AgentMessage.Deadline;
import io.jobarrays.contract.AgentMessage.EndStored;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.Go;
import io.jobarrays.contract.AgentMessage.Hello;
import io.jobarrays.contract.AgentMessage.Idle;
import io.jobarrays.contract.AgentMessage.LogStored;
import io.jobarrays.contract.AgentMessage.Pause;
import io.jobarrays.contract.AgentMessage.Peers;
import io.jobarrays.contract.AgentMessage.SessionClose;
import io.jobarrays.contract.AgentMessage.SessionInput;
import io.jobarrays.contract.AgentMessage.SessionOpen;
import io.jobarrays.contract.AgentMessage.SessionResize;
import io.jobarrays.contract.AgentMessage.SessionTaken;
import io.jobarrays.contract.AgentMessage.SshKey;
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
final class Agent implements Connection.Conversation {
    private static final Logger LOG = Logger.getLogger(Agent.class);
    private static final String VERSION =
            Optional.ofNullable(Agent.class.getPackage().getImplementationVersion()).orElse("dev");

    private final Wire wire = new Wire();
    private final TimeToLive timeToLive;
    private final DeadlineWatch watch;
    private final Peering peering;
    private final SshAccess ssh;
    private final Workload workload;
    private final Connection connection;
    private final Outbox outbox;
    private final Idleness idleness;
    private final Spot spot;
    private final Sessions sessions;
    private final Reporter reporter;
    private final StatusFile status;
    private final ServiceManager serviceManager;
    private final Duration interval;
    private final String bootId;

    Agent(Settings settings, AgentEnv env, Boot boot) throws IOException {
        Clock clock = Clock.systemUTC();
        Root root = new Root(settings.root());
        Uptime uptime = Uptime.of(settings.system());
        bootId = boot.id();
        interval = Duration.ofMillis(settings.intervalMillis());
        PowerSwitch power = new PowerSwitch(root, settings.poweroff());
        timeToLive = new TimeToLive(root, env.ttlDeadline(), clock, uptime);
        outbox = new Outbox();
        if (boot.fresh()) {
            timeToLive.booted();
        }
        watch = new DeadlineWatch(timeToLive, outbox, power, settings.wall());
        // Before anything that may fail, on a full disk for example.
        background("deadline", watch::watch);
        HttpClient http = http();
        Metadata metadata = new Metadata(http, settings.metadata());
        MachineKey key = MachineKey.keep(root);
        Enrolment enrolment = new Enrolment(http, wire, metadata, env, key);
        Credentials credentials = new Credentials(root, key, enrolment, clock, power);
        connection = new Connection(http, credentials, env.server(), wire);
        peering = new Peering(root, clock, wire);
        ssh = new SshAccess(root);
        workload =
                new Workload(
                        root,
                        wire,
                        new Supervisor(root, boot.id()),
                        new Surroundings(System.getenv(), env.environment()),
                        secrets(http, metadata),
                        new Calls(new SignedHttp(http, credentials), env.server()));
        reporter = new Reporter(workload, wire, connection::send);
        workload.whenChanged(reporter::nudge);
        sessions = new Sessions(root, System.getenv(), connection::send);
        spot = new Spot(root, metadata, wire, outbox, workload::interrupt, interval);
        Meters meters =
                new Meters(
                        settings.system(),
                        uptime,
                        connection::carried,
                        sessions::typed,
                        new Gpu(System.getenv().getOrDefault("PATH", ""), uptime));
        idleness = new Idleness(root, wire, meters, uptime, connection::send, outbox, power);
        status = new StatusFile(root, clock, env, timeToLive, watch, workload, idleness, peering);
        serviceManager =
                new ServiceManager(System.getenv().getOrDefault("SPORED_NOTIFY_SOCKET", ""));
        if (boot.fresh()) {
            peering.clear();
            boot.settle(root);
        }
    }

    /** Never returns but by interruption. */
    void run() throws IOException, InterruptedException {
        background("outbox", () -> outbox.deliver(connection::send));
        workload.resume();
        serviceManager.ready();
        background("service manager", () -> serviceManager.keepInformed(watch));
        background("idle", this::lookForIdleness);
        background("spot", spot::watch);
        background("report", reporter::report);
        connection.run(this);
    }

    private Secrets secrets(HttpClient http, Metadata metadata) {
        String endpoint = System.getenv().getOrDefault("AWS_ENDPOINT_URL", "");
        InstanceRole role = new InstanceRole(metadata, wire);
        return new Secrets(wire, new AwsCalls(http, wire, role, endpoint));
    }

    @Override
    public Hello first() {
        Optional<String> work = workload.run().map(Run::id);
        return new Hello(
                VERSION, work.orElse(null), workload.phase(), peering.generation(), bootId);
    }

    @Override
    public void opened() {
        reporter.connected();
        idleness.connected();
        outbox.connected();
        status.connected();
    }

    @Override
    public void closed(String why) {
        sessions.closeAll();
        status.disconnected(why);
    }

    @Override
    public void received(String text) {
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
            case Peers peers -> {
                say(peering.write(peers));
                ssh.trust(peers.peers());
            }
            case BarrierFailed failed -> peering.write(failed);
            case Deadline deadline -> say(timeToLive.tell(deadline));
            case Pause pause -> timeToLive.pause(pause).ifPresent(this::say);
            case Idle idle -> idleness.tell(idle);
            case SshKey key -> ssh.grant(key);
            case LogStored stored -> reporter.stored(stored);
            case EndStored stored -> reporter.endStored(stored.id());
            case SessionOpen wanted -> sessions.open(wanted);
            case SessionInput input -> sessions.input(input);
            case SessionResize size -> sessions.resize(size);
            case SessionTaken taken -> sessions.taken(taken);
            case SessionClose gone -> sessions.close(gone);
        }
    }

    private void say(FromAgent message) {
        if (!connection.send(message)) {
            LOG.warnf("%s could not be said", message.getClass().getSimpleName());
        }
    }

    private void lookForIdleness() throws InterruptedException {
        while (true) {
            idleness.tick();
            status.write();
            Thread.sleep(interval);
        }
    }

    private static HttpClient http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(Executors.newFixedThreadPool(2, Agent::daemon))
                .build();
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
