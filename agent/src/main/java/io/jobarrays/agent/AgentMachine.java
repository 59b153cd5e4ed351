package io.jobarrays.agent;

import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.PowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.idle.LoadReader;
import io.jobarrays.agent.peers.PeerFileWriter;
import io.jobarrays.agent.sessions.SessionStarter;
import io.jobarrays.agent.work.WorkSupervisor;
import io.jobarrays.contract.CertificateAuthorities;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Machine that an agent runs on: what differs between a machine with one agent and the machines of
 * scale mode, which share a process.
 */
public interface AgentMachine {
    RootDirectory root();

    /** Environment variables of the agent. */
    Map<String, String> environment();

    /** Environment variable of the agent; empty when it is not set. */
    default String variable(String name) {
        return environment().getOrDefault(name, "");
    }

    Clock clock();

    /** Time since boot; unaffected by changes of the clock. */
    Supplier<Duration> uptime();

    AgentThreads threads();

    /** Client for calls of one agent; trusts Java's authorities. */
    HttpClient newHttpClient();

    /** Client for calls of one agent to its control plane; trusts these authorities only. */
    HttpClient newHttpClient(CertificateAuthorities authorities);

    /** Base URI of the instance metadata service. */
    URI metadata();

    PowerSwitch powerSwitch();

    /** Prints a warning on all terminals. */
    Consumer<String> wall();

    /** Interval of spot notice polls. */
    Duration pollInterval();

    /** Interval of idle measurements and of the status file; at most 15 s. */
    Duration measureInterval();

    /** Interval of checks for new log that no signal announces; at most 15 s. */
    Duration logPollInterval();

    /**
     * @param agentTraffic bytes of the agent's connection, which do not count as activity
     * @param sessionInput total bytes typed in terminal sessions
     */
    LoadReader loadReader(LongSupplier agentTraffic, LongSupplier sessionInput);

    /**
     * @param logAppended may be called after each output of the work
     */
    WorkSupervisor workSupervisor(String bootId, Runnable logAppended) throws IOException;

    SessionStarter sessionStarter() throws IOException;

    PeerFileWriter peerFileWriter();
}
