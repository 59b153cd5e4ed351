package io.jobarrays.agent.idle;

import io.jobarrays.agent.FakeSystem;
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
    FakeSystem system = new FakeSystem(Path.of(""));
    Duration up = Duration.ofMinutes(10);
    long typed;
    final List<FromAgent> said = new ArrayList<>();
    final int processors = Runtime.getRuntime().availableProcessors();

    @BeforeEach
    void make() throws Exception {
        root = new RootDirectory(machine);
        root.makeDirectories();
        system = FakeSystem.furnish(machine);
        system.uptime(up);
    }

    IdleMonitor idleness() throws Exception {
        return idleness(STOP_AFTER_A_MINUTE);
    }

    /** With its first look done. */
    IdleMonitor idleness(@org.jspecify.annotations.Nullable Idle policy) throws Exception {
        LoadMeters meters =
                new LoadMeters(
                        machine,
                        () -> up,
                        () -> 0,
                        () -> typed,
                        new GpuMeter(machine.toString(), () -> up));
        MessageOutbox outbox = new MessageOutbox();
        IdleMonitor idleness =
                new IdleMonitor(
                        root,
                        new MessageCodec(),
                        meters,
                        () -> up,
                        said::add,
                        outbox,
                        new AgentPowerSwitch(root, "true"));
        if (policy != null) {
            idleness.tell(policy);
        }
        idleness.tick();
        return idleness;
    }

    void pass(IdleMonitor idleness, Duration span) throws Exception {
        for (Duration end = up.plus(span); up.compareTo(end) < 0; ) {
            up = up.plusSeconds(5);
            idleness.tick();
        }
    }

    <T> List<T> said(Class<T> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T> T last(Class<T> type) {
        return said(type).getLast();
    }
}
