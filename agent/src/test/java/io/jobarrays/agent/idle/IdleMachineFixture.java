package io.jobarrays.agent.idle;

import io.jobarrays.agent.FakeProcFiles;
import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.MessageOutbox;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.Idle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machine with fake load counters whose idle monitor measures every five seconds of a fake clock.
 */
abstract class IdleMachineFixture {
    static final Idle STOP_AFTER_A_MINUTE = new Idle(60L, 10, "stop");

    @TempDir Path machine = Path.of("");
    RootDirectory root = new RootDirectory(Path.of(""));
    FakeProcFiles procFiles = new FakeProcFiles(Path.of(""));
    Duration uptime = Duration.ofMinutes(10);
    long sessionInput;
    boolean outputsUnkept;
    final List<FromAgent> sent = new ArrayList<>();
    final int processors = Runtime.getRuntime().availableProcessors();

    @BeforeEach
    void prepareMachine() throws Exception {
        root = new RootDirectory(machine);
        root.makeDirectories();
        procFiles = FakeProcFiles.create(machine);
        procFiles.uptime(uptime);
    }

    IdleMonitor idleMonitor() throws Exception {
        return idleMonitor(STOP_AFTER_A_MINUTE);
    }

    /** Returns a monitor after its first measurement. */
    IdleMonitor idleMonitor(@Nullable Idle policy) throws Exception {
        LoadMeters meters =
                new LoadMeters(
                        machine,
                        () -> uptime,
                        () -> 0,
                        () -> sessionInput,
                        new GpuMeter(machine.toString(), () -> uptime));
        MessageOutbox outbox = new MessageOutbox();
        IdleMonitor idleMonitor =
                new IdleMonitor(
                        root,
                        new MessageCodec(),
                        meters,
                        () -> uptime,
                        () -> outputsUnkept,
                        sent::add,
                        outbox,
                        new AgentPowerSwitch(root, "true"));
        if (policy != null) {
            idleMonitor.setPolicy(policy);
        }
        idleMonitor.tick();
        return idleMonitor;
    }

    void advance(IdleMonitor idleMonitor, Duration span) throws Exception {
        for (Duration end = uptime.plus(span); uptime.compareTo(end) < 0; ) {
            uptime = uptime.plusSeconds(5);
            idleMonitor.tick();
        }
    }

    <T> List<T> sent(Class<T> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T> T lastSent(Class<T> type) {
        return sent(type).getLast();
    }
}
