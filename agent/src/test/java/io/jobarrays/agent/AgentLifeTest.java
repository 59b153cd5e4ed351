package io.jobarrays.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.AgentMessage.Activity;
import io.jobarrays.contract.AgentMessage.Deadline;
import io.jobarrays.contract.AgentMessage.DeadlineStored;
import io.jobarrays.contract.AgentMessage.Hello;
import io.jobarrays.contract.AgentMessage.Idle;
import io.jobarrays.contract.AgentMessage.IdleReached;
import io.jobarrays.contract.AgentMessage.Note;
import io.jobarrays.contract.AgentMessage.Pause;
import io.jobarrays.contract.AgentMessage.Paused;
import io.jobarrays.contract.AgentMessage.SpotNotice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the agent does about the machine itself, with a server and without. */
class AgentLifeTest extends AgentMachineTest {
    private static final String NOTICE =
            "{\"action\": \"terminate\", \"time\": \"2026-01-13T12:00:00Z\"}";

    @Test
    void deadlinesAreAnsweredOnceTheyStandOnTheDisk() throws Exception {
        String at = Instant.now().plusSeconds(3600).toString();
        server.greeting.add(new Deadline(at, Instant.now().toString()));
        startAgent();
        await(() -> !server.said(DeadlineStored.class).isEmpty());
        assertThat(server.said(DeadlineStored.class)).containsExactly(new DeadlineStored(at));
        assertThat(file("/var/lib/spored/deadline")).content().contains(at);

        server.say(new Pause(60L));
        await(() -> !server.said(Paused.class).isEmpty());

        assertThat(file("/var/lib/spored/deadline")).content().startsWith("rests 60 since");
    }

    @Test
    void whatRestsStaysAtRestForAnotherAgentAndRunsOnAfterABoot() throws Exception {
        startAgent();
        await(() -> server.said(Hello.class).size() == 1);
        server.say(new Pause(3600L));
        await(() -> !server.said(Paused.class).isEmpty());
        killAgent();
        startAgent();
        await(() -> server.said(Hello.class).size() == 2);
        assertThat(file("/var/lib/spored/deadline")).content().startsWith("rests 3600");
        killAgent();
        Files.delete(file("/run/spored/boot"));

        startAgent();
        await(() -> server.said(Hello.class).size() == 3);

        assertThat(file("/var/lib/spored/deadline")).content().startsWith("until ");
        Hello last = server.said(Hello.class).getLast();
        assertThat(last.boot()).isNotEqualTo(server.said(Hello.class).getFirst().boot());
    }

    @Test
    void aMachineWhoseAgentCannotWorkEndsInTimeAllTheSame() throws Exception {
        startAgent();
        await(() -> server.said(Hello.class).size() == 1);
        killAgent();
        Files.writeString(
                file("/var/lib/spored/deadline"), "until 2026-01-13T12:00:00Z told - warned 0\n");
        Files.writeString(file("/var/lib/spored/key"), "spoilt");

        startAgent();

        await(() -> has("/powered-off"));
    }

    @Test
    void everybodyIsWarnedBeforeTheEnd() throws Exception {
        Path wall =
                Files.writeString(
                        machine.resolve("wall"),
                        "#!/bin/sh\necho \"$1\" >'%s/walled'\n".formatted(machine));
        Files.setPosixFilePermissions(wall, PosixFilePermissions.fromString("rwxr-xr-x"));
        String at = Instant.now().plusSeconds(500).toString();
        server.greeting.add(new Deadline(at, Instant.now().toString()));

        startAgent();
        await(() -> !server.said(Note.class).isEmpty());
        await(() -> has("/walled") && Files.size(file("/walled")) > 0);

        assertThat(server.said(Note.class).getFirst().text())
                .isEqualTo(
                        "this machine ends in 9m, when its TTL is over; spawn extend keeps it longer");
        assertThat(file("/walled")).content().startsWith("this machine ends in 9m");
        assertThat(file("/agent.log")).content().contains("this machine ends in 9m");
    }

    @Test
    void aMachineThatIsIdleForTooLongEndsItselfAndSaysWhy() throws Exception {
        server.greeting.add(new Idle(1L, 10, "terminate"));

        startAgent();

        await(() -> has("/powered-off"));
        assertThat(server.said(Note.class).getLast().text())
                .matches("this machine was idle for \\ds: it ends now");
        assertThat(server.said(Activity.class).getFirst().busy()).isNull();
    }

    @Test
    void aMachineToBeStoppedWhenIdleAsksForItAndDoesNothingElse() throws Exception {
        server.greeting.add(new Idle(1L, 10, "hibernate"));

        startAgent();

        await(() -> !server.said(IdleReached.class).isEmpty());
        assertThat(has("/powered-off")).isFalse();
    }

    @Test
    void theIdlePolicyHoldsAlsoWithoutAServer() throws Exception {
        startAgent();
        await(() -> server.said(Hello.class).size() == 1);
        server.say(new Idle(1L, 10, "terminate"));
        await(() -> has("/var/lib/spored/idle"));
        killAgent();
        Files.deleteIfExists(file("/powered-off"));
        server.close();

        startAgent();

        await(() -> has("/powered-off"));
    }

    @Test
    void aSpotNoticeIsToldOnceWhateverHappensToAgentAndConnection() throws Exception {
        server.cloud.lifeCycle = "spot";
        startAgent();
        await(() -> server.said(Hello.class).size() == 1);
        server.cloud.instanceAction = NOTICE;
        await(() -> !server.said(SpotNotice.class).isEmpty());

        server.hangUp();
        await(() -> server.said(Hello.class).size() == 2);
        await(() -> Files.readString(file("/var/lib/spored/spot")).contains("said"));
        killAgent();
        startAgent();
        await(() -> server.said(Hello.class).size() == 3);
        int asked = server.cloud.spotQuestions.get();
        await(() -> server.cloud.spotQuestions.get() > asked + 3);

        assertThat(server.said(SpotNotice.class))
                .containsExactly(new SpotNotice("terminate", "2026-01-13T12:00:00Z"));
    }

    @Test
    void aNoticeThatCameWhileTheServerWasAwayIsToldAfterwards() throws Exception {
        server.cloud.lifeCycle = "spot";
        startAgent();
        await(() -> server.said(Hello.class).size() == 1);
        server.refusesConnections = true;
        server.hangUp();
        server.cloud.instanceAction = NOTICE;
        await(() -> has("/var/lib/spored/spot"));
        killAgent();
        server.cloud.instanceAction = "";
        startAgent();

        server.refusesConnections = false;

        await(() -> !server.said(SpotNotice.class).isEmpty());
    }

    @Test
    void aMachineThatCannotBeTakenBackDoesNotAskForNotices() throws Exception {
        startAgent();
        await(() -> server.said(Hello.class).size() == 1);
        server.say(new Idle(1L, 10, "stop"));

        await(() -> !server.said(IdleReached.class).isEmpty());

        assertThat(server.cloud.spotQuestions).hasValue(0);
    }
}
