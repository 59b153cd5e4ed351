package io.jobarrays.agent;

import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.LazySslContext;
import io.jobarrays.agent.host.PowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.host.Uptime;
import io.jobarrays.agent.host.WallProgram;
import io.jobarrays.agent.idle.GpuMeter;
import io.jobarrays.agent.idle.LoadMeters;
import io.jobarrays.agent.idle.LoadReader;
import io.jobarrays.agent.peers.PeerFileWriter;
import io.jobarrays.agent.sessions.SessionStarter;
import io.jobarrays.agent.sessions.ShellStarter;
import io.jobarrays.agent.work.ProcessWorkSupervisor;
import io.jobarrays.agent.work.WorkSupervisor;
import io.jobarrays.contract.CertificateAuthorities;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Machine whose only agent is this process. */
record DedicatedMachine(
        AgentSettings settings,
        RootDirectory root,
        Map<String, String> environment,
        Uptime uptime,
        AgentThreads threads)
        implements AgentMachine {
    /** The supervisor is another process and writes the log without notice. */
    private static final Duration LOG_POLL_INTERVAL = Duration.ofMillis(200);

    static DedicatedMachine of(AgentSettings settings) {
        return new DedicatedMachine(
                settings,
                new RootDirectory(settings.root()),
                System.getenv(),
                Uptime.of(settings.system()),
                AgentThreads.platform());
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public HttpClient newHttpClient() {
        return newHttpClient(LazySslContext.use(HttpClient.newBuilder()));
    }

    @Override
    public HttpClient newHttpClient(CertificateAuthorities authorities) {
        return newHttpClient(HttpClient.newBuilder().sslContext(authorities.context()));
    }

    private static HttpClient newHttpClient(HttpClient.Builder client) {
        return client.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(
                        Executors.newFixedThreadPool(
                                2,
                                task -> Thread.ofPlatform().name("http").daemon().unstarted(task)))
                .build();
    }

    @Override
    public URI metadata() {
        return settings.metadata();
    }

    @Override
    public PowerSwitch powerSwitch() {
        return new AgentPowerSwitch(root, settings.poweroff());
    }

    @Override
    public Consumer<String> wall() {
        return new WallProgram(settings.wall());
    }

    @Override
    public Duration pollInterval() {
        return Duration.ofMillis(settings.intervalMillis());
    }

    @Override
    public Duration measureInterval() {
        return pollInterval();
    }

    @Override
    public Duration logPollInterval() {
        return LOG_POLL_INTERVAL;
    }

    @Override
    public LoadReader loadReader(LongSupplier agentTraffic, LongSupplier sessionInput) {
        return new LoadMeters(
                settings.system(),
                uptime,
                agentTraffic,
                sessionInput,
                new GpuMeter(environment.getOrDefault("PATH", ""), uptime));
    }

    @Override
    public WorkSupervisor workSupervisor(String bootId, Runnable logAppended) throws IOException {
        return new ProcessWorkSupervisor(root, bootId);
    }

    @Override
    public SessionStarter sessionStarter() throws IOException {
        return new ShellStarter(root, environment);
    }

    @Override
    public PeerFileWriter peerFileWriter() {
        return (file, text) -> AtomicFile.write(file, text, AtomicFile.PUBLIC);
    }
}
