package io.jobarrays.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage.Activity;
import io.jobarrays.contract.messages.AgentMessage.Deadline;
import io.jobarrays.contract.messages.AgentMessage.DeadlineStored;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.Idle;
import io.jobarrays.contract.messages.AgentMessage.IdleReached;
import io.jobarrays.contract.messages.AgentMessage.Note;
import io.jobarrays.contract.messages.AgentMessage.Pause;
import io.jobarrays.contract.messages.AgentMessage.Paused;
import io.jobarrays.contract.messages.AgentMessage.Reassigned;
import io.jobarrays.contract.messages.AgentMessage.SpotNotice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Deadline, idle timeout and spot notices of an agent process, with and without a server. */
class MachineLifecycleTest extends AgentMachineFixture {
    private static final String NOTICE =
            "{\"action\": \"terminate\", \"time\": \"2026-01-13T12:00:00Z\"}";

    @Test
    void acknowledgesDeadlineAfterWritingItToDisk() throws Exception {
        String at = Instant.now().plusSeconds(3600).toString();
        server.helloReplies.add(new Deadline(at, Instant.now().toString()));
        startAgent();
        await(() -> !server.received(DeadlineStored.class).isEmpty());
        assertThat(server.received(DeadlineStored.class)).containsExactly(new DeadlineStored(at));
        assertThat(file("/var/lib/spored/deadline")).content().contains(at);

        server.send(new Pause(60L));
        await(() -> !server.received(Paused.class).isEmpty());

        assertThat(file("/var/lib/spored/deadline")).content().startsWith("rests 60 since");
    }

    @Test
    void saysHelloOnTheSameConnectionWhenItsMachineIsAnotherMembersNow() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);

        server.send(new Reassigned());

        await(() -> server.received(Hello.class).size() == 2);
        assertThat(file("/agent.log")).content().containsOnlyOnce("connected to ");
    }

    /** The server does not know the notice of the member whose machine it is now. */
    @Test
    void saysItsSpotNoticeAgainWhenItsMachineIsAnotherMembersNow() throws Exception {
        server.metadata.lifeCycle = "spot";
        server.metadata.instanceAction = NOTICE;
        startAgent();
        await(() -> server.received(SpotNotice.class).size() == 1);

        server.send(new Reassigned());

        await(() -> server.received(SpotNotice.class).size() == 2);
        assertThat(server.received(SpotNotice.class))
                .containsOnly(server.received(SpotNotice.class).getFirst());
    }

    @Test
    void keepsDeadlinePausedAcrossAgentRestartAndResumesItAfterBoot() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        server.send(new Pause(3600L));
        await(() -> !server.received(Paused.class).isEmpty());
        killAgent();
        startAgent();
        await(() -> server.received(Hello.class).size() == 2);
        assertThat(file("/var/lib/spored/deadline")).content().startsWith("rests 3600");
        killAgent();
        Files.delete(file("/run/spored/boot"));

        startAgent();
        await(() -> server.received(Hello.class).size() == 3);

        assertThat(file("/var/lib/spored/deadline")).content().startsWith("until ");
        Hello lastHello = server.received(Hello.class).getLast();
        assertThat(lastHello.boot()).isNotEqualTo(server.received(Hello.class).getFirst().boot());
    }

    @Test
    void enforcesDeadlineWhenAgentCannotStart() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        killAgent();
        Files.writeString(
                file("/var/lib/spored/deadline"), "until 2026-01-13T12:00:00Z told - warned 0\n");
        Files.writeString(file("/var/lib/spored/key"), "spoilt");

        startAgent();

        await(() -> exists("/powered-off"));
    }

    @Test
    void warnsLoggedInUsersBeforeDeadline() throws Exception {
        Path wall =
                Files.writeString(
                        machine.resolve("wall"),
                        "#!/bin/sh\necho \"$1\" >'%s/walled'\n".formatted(machine));
        Files.setPosixFilePermissions(wall, PosixFilePermissions.fromString("rwxr-xr-x"));
        String at = Instant.now().plusSeconds(500).toString();
        server.helloReplies.add(new Deadline(at, Instant.now().toString()));

        startAgent();
        await(() -> !server.received(Note.class).isEmpty());
        await(() -> exists("/walled") && Files.size(file("/walled")) > 0);

        assertThat(server.received(Note.class).getFirst().text())
                .startsWith("this machine ends in 8m")
                .endsWith("0s, when its TTL is over; spawn extend keeps it longer");
        assertThat(file("/walled")).content().startsWith("this machine ends in 8m");
        assertThat(file("/agent.log")).content().contains("this machine ends in 8m");
    }

    @Test
    void powersOffAndReportsReasonAfterIdleTimeout() throws Exception {
        server.helloReplies.add(new Idle(1L, 10, "terminate"));

        startAgent();

        await(() -> exists("/powered-off") && !server.received(Note.class).isEmpty());
        assertThat(server.received(Note.class).getLast().text())
                .matches("this machine was idle for \\d+s: powering off");
        assertThat(server.received(Activity.class).getFirst().busy()).isNull();
    }

    @Test
    void requestsHibernationAfterIdleTimeoutWithoutPoweringOff() throws Exception {
        server.helloReplies.add(new Idle(1L, 10, "hibernate"));

        startAgent();

        await(() -> !server.received(IdleReached.class).isEmpty());
        assertThat(exists("/powered-off")).isFalse();
    }

    @Test
    void enforcesIdleTimeoutWithoutServer() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        server.send(new Idle(1L, 10, "terminate"));
        await(() -> exists("/var/lib/spored/idle"));
        killAgent();
        Files.deleteIfExists(file("/powered-off"));
        server.close();

        startAgent();

        await(() -> exists("/powered-off"));
    }

    @Test
    void reportsSpotNoticeOnceAcrossReconnectsAndAgentRestarts() throws Exception {
        server.metadata.lifeCycle = "spot";
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        server.metadata.instanceAction = NOTICE;
        await(() -> !server.received(SpotNotice.class).isEmpty());

        server.disconnect();
        await(() -> server.received(Hello.class).size() == 2);
        await(() -> Files.readString(file("/var/lib/spored/spot")).contains("said"));
        killAgent();
        startAgent();
        await(() -> server.received(Hello.class).size() == 3);
        int requestsBefore = server.metadata.spotActionRequests.get();
        await(() -> server.metadata.spotActionRequests.get() > requestsBefore + 3);

        assertThat(server.received(SpotNotice.class))
                .containsExactly(new SpotNotice("terminate", "2026-01-13T12:00:00Z"));
    }

    @Test
    void reportsSpotNoticeReceivedWhileServerWasUnavailable() throws Exception {
        server.metadata.lifeCycle = "spot";
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        server.refusesConnections = true;
        server.disconnect();
        server.metadata.instanceAction = NOTICE;
        await(() -> exists("/var/lib/spored/spot"));
        killAgent();
        server.metadata.instanceAction = "";
        startAgent();

        server.refusesConnections = false;

        await(() -> !server.received(SpotNotice.class).isEmpty());
    }

    @Test
    void doesNotPollForNoticesOnOnDemandInstance() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        server.send(new Idle(1L, 10, "stop"));

        await(() -> !server.received(IdleReached.class).isEmpty());

        assertThat(server.metadata.spotActionRequests).hasValue(0);
    }
}
