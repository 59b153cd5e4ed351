package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.AgentMessage.Go;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.Work;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadTest extends AgentMachineFixture {

    @Test
    void runsUserDataThenCommandInSameDirectory() throws Exception {
        server.helloReplies.add(
                work(
                        "#!/bin/bash\necho \"from $BASH_VERSINFO\" >/dev/null; echo one; echo two >&2; echo x > note\n",
                        "cat note; echo \"$JOB_ARRAY_INDEX/$JOB_ARRAY_SIZE $COLOUR ${SPAWN_NONCE-none}\"; pwd",
                        false,
                        Map.of("COLOUR", "blue \"and\" 'red'"),
                        List.of(),
                        List.of()));

        startAgent();

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_0", "command", null, false));
        assertThat(server.log())
                .isEqualTo(
                        "one\ntwo\nx\n2/3 blue \"and\" 'red' none\n%s\n"
                                .formatted(file("/var/lib/spored/work/1").toRealPath()));
        assertThat(Files.readString(file("/var/log/cloud-init-output.log")))
                .isEqualTo("one\ntwo\n");
        assertThat(server.identity.enrolments)
                .singleElement()
                .asString()
                .contains("\"nonce\":\"n-1\"", "\"document\":\"{ \\\"d\\\": 1 }\"", "c2lnbmF0dXJl");
    }

    @Test
    void passesCommandUnchangedToShell() throws Exception {
        String odd = "$HOME `id` \"q\" \\n 'ü' ∑ %s * \t!";
        server.helloReplies.add(
                work(null, "printf '%s\\n' '" + odd.replace("'", "'\\''") + "'\n\necho \"$#\"\n"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        assertThat(server.log()).isEqualTo(odd + "\n0\n");
    }

    @Test
    void skipsCommandWhenUserDataFails() throws Exception {
        server.helloReplies.add(work("#!/bin/sh\nexit 7\n", "echo never"));

        startAgent();

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_7", "user_data", null, false));
        assertThat(server.log()).isEmpty();
    }

    @Test
    void reportsSignalOfCommand() throws Exception {
        server.helloReplies.add(work(null, "kill -TERM $$"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("SIGNAL_15");
    }

    @Test
    void reportsExitCodeAbove128AsExitCode() throws Exception {
        server.helloReplies.add(work(null, "exit 143"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_143");
    }

    @Test
    void reportsExitCode255() throws Exception {
        server.helloReplies.add(work(null, "exit 255"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_255");
    }

    @Test
    void holdsCommandUntilReleaseAndRunsUserData() throws Exception {
        server.helloReplies.add(
                work("#!/bin/sh\necho early\n", "echo late", true, Map.of(), List.of(), List.of()));
        startAgent();
        await(() -> server.log().equals("early\n"));
        await(() -> exists("/var/lib/spored/runs/run-w%3A1/user_data.exit"));
        server.disconnect();
        await(() -> server.received(Hello.class).size() == 2);
        assertThat(server.received(Hello.class).getLast().phase()).isEqualTo("held");

        server.send(new Go("w:1"));

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        assertThat(server.log()).isEqualTo("early\nlate\n");
    }

    @Test
    void keepsBackgroundProcessesOfUserDataRunning() throws Exception {
        server.helloReplies.add(work("#!/bin/sh\n(sleep 1; echo later >>../../left) &\n", null));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        await(() -> exists("/var/lib/spored/left"));
    }

    @Test
    void doesNotRunEndedWorkAgain() throws Exception {
        server.helloReplies.add(work(null, "echo once"));
        startAgent();
        awaitEnd();

        server.disconnect();
        await(() -> server.received(Hello.class).size() == 2);
        killAgent();
        startAgent();
        await(() -> server.received(Hello.class).size() == 3);

        assertThat(server.received(Hello.class).getLast().phase()).isEqualTo("ended");
        assertThat(server.log()).isEqualTo("once\n");
    }

    @Test
    void reportsUnknownRunAsUser() throws Exception {
        server.helloReplies.add(Work.of("w:1", 1, 1).command("id").runAs("nobody-here").build());

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("NOT_STARTED");
        assertThat(ended.problem()).contains("no user \"nobody-here\"");
    }

    @Test
    void runsCommandAsRunAsUser() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can be another user");
        server.helloReplies.add(
                Work.of("w:1", 1, 1)
                        .command("id -un; id -gn >/dev/stderr; echo $HOME; kill -9 $$")
                        .runAs("nobody")
                        .build());

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("SIGNAL_9");
        assertThat(server.log().lines())
                .containsExactlyInAnyOrder("nobody", "/nonexistent", "nogroup");
    }

    @Test
    void namesTheFileThatIsNotExecutable() throws Exception {
        server.helloReplies.add(work(null, "echo exit 0 >step.sh; chmod 644 step.sh; ./step.sh"));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("EXIT_126");
        assertThat(ended.problem())
                .contains("./step.sh: ", "Permission denied; the command must be an executable");
    }

    @Test
    void logsWhyProgramCannotStart() throws Exception {
        server.helloReplies.add(work("#!/no/such/shell\n", null));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("EXIT_127");
        assertThat(ended.problem()).contains("the interpreter in its first line is not on");
        assertThat(server.log())
                .contains("the interpreter in its first line is not on this machine");
    }

    @Test
    void passesPythonVariablesToWorkOnly() throws Exception {
        server.helloReplies.add(
                work(
                        null,
                        "echo $PYTHONHOME $LD_PRELOAD",
                        false,
                        Map.of("PYTHONHOME", "/nowhere", "LD_PRELOAD", ""),
                        List.of(),
                        List.of()));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        assertThat(server.log()).isEqualTo("/nowhere\n");
    }
}
