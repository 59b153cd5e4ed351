package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.Work;
import io.jobarrays.contract.messages.Work.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A machine becomes that of another member between two works. */
class WorkIdentityTest extends AgentMachineFixture {
    @Test
    void workOfAnotherMemberHasItsIdentity() throws Exception {
        server.helloReplies.add(work("second-20260113-abc123", "second", 7));

        startAgent();
        awaitEnd();

        assertThat(Files.readAllLines(seen()))
                .containsExactly("second-20260113-abc123 second 7 of 9 after");
        assertThat(Files.readString(file("/etc/profile.d/job-array.sh")))
                .contains("JOB_ARRAY_ID=\"second-20260113-abc123\"")
                .contains("JOB_ARRAY_INDEX=\"7\"");
    }

    @Test
    void eachMemberHasADirectoryOfItsOwnAndOldOnesOfTheArrayAreDeleted() throws Exception {
        server.helloReplies.add(work("first-20260113-abc123", "first", 0));
        startAgent();
        awaitEnd();

        for (int index = 0; index < 4; index++) {
            server.send(work("few-20260113-abc123", "few", index));
            int ends = index + 2;
            await(() -> server.received(Ended.class).size() >= ends);
        }

        assertThat(Files.readAllLines(seen()))
                .containsExactly(
                        "first-20260113-abc123 first 0 of 9 after",
                        "few-20260113-abc123 few 0 of 9 after 1",
                        "few-20260113-abc123 few 1 of 9 after 2",
                        "few-20260113-abc123 few 2 of 9 after 3",
                        "few-20260113-abc123 few 3 of 9 after 4");
        await(() -> !exists("/var/lib/spored/work/2") && !exists("/var/lib/spored/work/3"));
        assertThat(exists("/var/lib/spored/work/1")).isTrue();
        assertThat(exists("/var/lib/spored/work/4")).isTrue();
        assertThat(exists("/var/lib/spored/work/5")).isTrue();
    }

    private Path seen() {
        return machine.resolve("seen");
    }

    private Work work(String array, String name, int index) {
        String command =
                "echo $JOB_ARRAY_ID $JOB_ARRAY_NAME $JOB_ARRAY_INDEX of $JOB_ARRAY_SIZE after ${SPAWN_PREVIOUS_DIR##*/} >>"
                        + seen();
        return Work.of("%s/%d/1".formatted(array, index), 1, 9)
                .command(command)
                .identity(new Identity(array, name, index))
                .build();
    }
}
