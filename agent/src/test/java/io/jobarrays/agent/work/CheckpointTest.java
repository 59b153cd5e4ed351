package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.agent.files.FileRights;
import io.jobarrays.agent.files.LaidOutFiles;
import io.jobarrays.agent.files.OutputArchive;
import io.jobarrays.agent.files.OutputCollector;
import io.jobarrays.agent.files.Tarball;
import io.jobarrays.contract.messages.AgentMessage.CheckpointTaken;
import io.jobarrays.contract.messages.AgentMessage.Deadline;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.AgentMessage.Note;
import io.jobarrays.contract.messages.AgentMessage.Stop;
import io.jobarrays.contract.messages.AgentMessage.TakeCheckpoint;
import io.jobarrays.contract.messages.Work;
import io.jobarrays.contract.messages.Work.CheckpointRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that work keeps for its next attempt. */
class CheckpointTest extends AgentMachineFixture {
    private static final long NEVER = 3600;
    private static final String WRITE = "echo 1 >$SPAWN_CHECKPOINT_DIR/state-a; ";

    @TempDir Path elsewhere = Path.of("");

    @Test
    void uploadsAtIntervals() throws Exception {
        server.helloReplies.add(
                checkpointed(
                        1,
                        WRITE
                                + "touch $SPAWN_CHECKPOINT_DIR/other; "
                                + untilExists("go")
                                + "; echo 2 >$SPAWN_CHECKPOINT_DIR/state-b; "
                                + untilExists("end")));
        startAgent();

        await(() -> server.checkpoints.finished.size() == 1);
        Files.createFile(file("/var/lib/spored/work/1/go"));
        await(() -> server.checkpoints.finished.size() == 2);
        Files.createFile(file("/var/lib/spored/work/1/end"));

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        assertThat(unpacked(0)).containsExactly("state-a");
        assertThat(unpacked(1)).containsExactlyInAnyOrder("state-a", "state-b");
        assertThat(server.checkpoints.finished).hasSize(2);
    }

    @Test
    void uploadsOnASpotNoticeBeforeTheIntervalIsOver() throws Exception {
        server.metadata.lifeCycle = "spot";
        server.helloReplies.add(checkpointed(NEVER, WRITE + "echo begun; " + untilExists("end")));
        startAgent();
        await(() -> server.log().contains("begun"));

        server.metadata.instanceAction =
                "{\"action\": \"terminate\", \"time\": \"2026-01-13T12:00:00Z\"}";

        await(() -> server.checkpoints.finished.size() == 1);
        Files.createFile(file("/var/lib/spored/work/1/end"));
        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        assertThat(unpacked(0)).containsExactly("state-a");
    }

    @Test
    void takesACheckpointOnRequest() throws Exception {
        server.helloReplies.add(
                checkpointed(
                        NEVER,
                        "echo begun; "
                                + untilExists("go")
                                + "; "
                                + WRITE
                                + "echo written; "
                                + untilExists("end")));
        startAgent();
        await(() -> server.log().contains("begun"));

        server.send(new TakeCheckpoint("w:1"));
        await(() -> server.received(CheckpointTaken.class).size() == 1);
        Files.createFile(file("/var/lib/spored/work/1/go"));
        await(() -> server.log().contains("written"));
        server.send(new TakeCheckpoint("w:1"));
        server.send(new TakeCheckpoint("w:0"));
        await(() -> server.received(CheckpointTaken.class).size() == 3);
        Files.createFile(file("/var/lib/spored/work/1/end"));

        assertThat(server.received(CheckpointTaken.class))
                .containsExactlyInAnyOrder(
                        new CheckpointTaken(
                                "w:1", "its work has written no file that --checkpoint matches"),
                        new CheckpointTaken("w:1", null),
                        new CheckpointTaken("w:0", "its agent has no such work"));
        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        assertThat(unpacked(0)).containsExactly("state-a");
    }

    @Test
    void uploadsInTheLastMinuteBeforeTheDeadline() throws Exception {
        server.helloReplies.add(checkpointed(NEVER, WRITE + "echo begun; " + untilExists("end")));
        startAgent();
        await(() -> server.log().contains("begun"));
        assertThat(server.checkpoints.finished).isEmpty();

        Instant now = Instant.now();
        server.send(new Deadline("" + now.plusSeconds(58), "" + now));

        await(() -> server.checkpoints.finished.size() == 1);
        Files.createFile(file("/var/lib/spored/work/1/end"));
        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
    }

    @Test
    void uploadsWhenTheWorkFails() throws Exception {
        server.helloReplies.add(checkpointed(NEVER, WRITE + "exit 3"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_3");
        assertThat(unpacked(0)).containsExactly("state-a");
    }

    /** After the end the machine may be another member's, whose checkpoint it would become. */
    @Test
    void theEndWaitsForAnUploadUnderWay() throws Exception {
        server.checkpoints.held = true;
        server.helloReplies.add(checkpointed(1, WRITE + untilExists("end")));
        startAgent();
        await(server.checkpoints::isWaiting);

        Files.createFile(file("/var/lib/spored/work/1/end"));
        await(() -> exists("/var/lib/spored/runs/run-w%3A1/command.exit"));

        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .until(() -> server.received(Ended.class).isEmpty());
        server.checkpoints.release();
        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        assertThat(unpacked(0)).containsExactly("state-a");
    }

    @Test
    void uploadsWhenTheWorkIsStopped() throws Exception {
        server.helloReplies.add(checkpointed(NEVER, WRITE + "echo begun; sleep 600"));
        startAgent();
        await(() -> server.log().contains("begun"));

        server.send(new Stop("w:1", 10));

        assertThat(awaitEnd().stopped()).isTrue();
        assertThat(unpacked(0)).containsExactly("state-a");
    }

    @Test
    void laysOutTheCheckpointOfAnEarlierMachine() throws Exception {
        Files.writeString(elsewhere.resolve("state-a"), "41");
        Path archive = elsewhere.resolve("earlier.tar.gz");
        OutputArchive.pack(
                OutputCollector.collect(elsewhere, List.of("state-a"), new LaidOutFiles()),
                archive,
                FileRights.ofAgent());
        server.downloads.put("/agents/checkpoint", Files.readAllBytes(archive));
        server.helloReplies.add(checkpointed(NEVER, "exit $(cat $SPAWN_CHECKPOINT_DIR/state-a)"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_41");
        assertThat(server.received(Note.class))
                .extracting(Note::text)
                .containsExactly("checkpoint of an earlier machine laid out");
    }

    @Test
    void theDirectoryIsOfTheUserOfTheCommand() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can be another user");
        Files.setPosixFilePermissions(file("/"), PosixFilePermissions.fromString("rwxr-xr-x"));
        server.helloReplies.add(checkpointed("w:1", 1, "nobody", NEVER, WRITE + "id -un; exit 3"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_3");
        assertThat(server.log()).isEqualTo("nobody\n");
        assertThat(unpacked(0)).containsExactly("state-a");
    }

    @Test
    void attemptsOnOneMachineHaveOneDirectory() throws Exception {
        server.helloReplies.add(checkpointed(NEVER, WRITE + "echo begun; sleep 600"));
        startAgent();
        await(() -> server.log().contains("begun"));

        server.send(new Stop("w:1", 10));
        server.send(
                checkpointed("w:2", 2, null, NEVER, "exit 4$(cat $SPAWN_CHECKPOINT_DIR/state-a)"));

        await(() -> server.received(Ended.class).size() == 2);
        assertThat(server.received(Ended.class).getLast().exit()).isEqualTo("EXIT_41");
    }

    @Test
    void aFailedUploadIsToldOnceAndChangesNoResult() throws Exception {
        server.checkpoints.tooLarge = true;
        server.helloReplies.add(checkpointed(1, WRITE + untilExists("end") + "; exit 4"));
        startAgent();
        await(() -> server.checkpoints.calls.stream().filter("PATCH 0"::equals).count() > 1);
        Files.createFile(file("/var/lib/spored/work/1/end"));

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_4", "command", null, false));
        assertThat(server.received(Note.class))
                .extracting(Note::text)
                .containsExactly("checkpoint was not stored: at most \"256 MiB\"");
    }

    private List<String> unpacked(int number) throws Exception {
        Path archive =
                Files.write(
                        elsewhere.resolve("checkpoint"), server.checkpoints.finished.get(number));
        Path directory = elsewhere.resolve("unpacked" + number);
        Tarball.unpack(archive, directory, "", new LaidOutFiles());
        return List.of(directory.toFile().list());
    }

    private static Work checkpointed(long seconds, String command) {
        return checkpointed("w:1", 1, null, seconds, command);
    }

    private static Work checkpointed(
            String id, int attempt, @Nullable String runAs, long seconds, String command) {
        return Work.of(id, attempt, 1)
                .command(command)
                .runAs(runAs)
                .checkpoint(new CheckpointRule(List.of("state-*"), seconds, 1 << 20))
                .build();
    }
}
