package io.jobarrays.agent.idle;

import io.jobarrays.agent.FakeProcFiles;
import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.MessageOutbox;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.Idle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A machine whose idleness is measured every five seconds of a clock of its own. */
abstract class IdleMachineFixture {
    static final Idle STOP_AFTER_A_MINUTE = new Idle(60L, 10, "stop");

    @TempDir Path machine = Path.of("");
    RootDirectory root = new RootDirectory(Path.of(""));
    FakeProcFiles procFiles = new FakeProcFiles(Path.of(""));
    Duration uptime = Duration.ofMinutes(10);
    long sessionInput;
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

    /** With its first look done. */
    IdleMonitor idleMonitor(@org.jspecify.annotations.Nullable Idle policy) throws Exception {
        LoadMeters meters =
                new LoadMeters(
                        machine,
                        () -> uptime,
                        () -> 0,
                        () -> sessionInput,
                        new GpuMeter(machine.toString(), () -> uptime));
        MessageOutbox outbox = new MessageOutbox();
        IdleMonitor idleness =
                new IdleMonitor(
                        root,
                        new MessageCodec(),
                        meters,
                        () -> uptime,
                        sent::add,
                        outbox,
                        new AgentPowerSwitch(root, "true"));
        if (policy != null) {
            idleness.setPolicy(policy);
        }
        idleness.tick();
        return idleness;
    }

    void advance(IdleMonitor idleness, Duration span) throws Exception {
        for (Duration end = uptime.plus(span); uptime.compareTo(end) < 0; ) {
            uptime = uptime.plusSeconds(5);
            idleness.tick();
        }
    }

    <T> List<T> sent(Class<T> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T> T lastSent(Class<T> type) {
        return sent(type).getLast();
    }
}
