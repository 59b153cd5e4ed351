package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.agent.files.FileRights;
import io.jobarrays.agent.server.UploadTooLarge;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.Work;
import io.jobarrays.contract.messages.Work.CheckpointRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointPackerTest {
    @TempDir Path machine = Path.of("");
    private WorkRecord record = record(Path.of(""));
    private CheckpointPacker packer = packer(1 << 20);

    @BeforeEach
    void prepare() throws Exception {
        record = record(machine);
        packer = packer(1 << 20);
        Files.createDirectories(record.directory());
        Files.createDirectories(record.checkpointDirectory());
    }

    @Test
    void packsNothingWithoutFilesOrChanges() throws Exception {
        assertThat(packer.pack("")).isEmpty();

        write("state", "1");
        String state = packer.pack("").orElseThrow().state();
        assertThat(packer.pack(state)).isEmpty();

        write("state", "22");
        assertThat(packer.pack(state)).isPresent();
    }

    @Test
    void refusesMoreThanTheLimit() throws Exception {
        write("state", "x".repeat(2 << 20));

        assertThatThrownBy(() -> packer.pack(""))
                .isInstanceOf(UploadTooLarge.class)
                .hasMessage(
                        "its files have 2 MiB, more than the 1 MiB that a member may keep (--collect-limit)");
    }

    /** Packing takes long enough that the other file has grown meanwhile. */
    @Test
    void neverPacksWhatChangesMeanwhile() throws Exception {
        byte[] noise = new byte[6 << 20];
        new Random(1).nextBytes(noise);
        Files.write(record.checkpointDirectory().resolve("noise"), noise);
        write("state", "");
        packer = packer(8 << 20);
        AtomicBoolean ended = new AtomicBoolean();
        Thread writer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 1; !ended.get(); i++) {
                                        write("state", "x".repeat(i % 4000));
                                    }
                                });
        try {
            assertThatThrownBy(() -> packer.pack(""))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("its files change while they are packed");
        } finally {
            ended.set(true);
            writer.join();
        }
        assertThat(packer.pack("")).isPresent();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(record.checkpointDirectory().resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CheckpointPacker packer(long limit) {
        return new CheckpointPacker(
                record, new CheckpointRule(List.of("*"), 10, limit), FileRights::ofAgent);
    }

    private static WorkRecord record(Path machine) {
        return new WorkRecord(
                machine.resolve("run"),
                machine.resolve("work/1"),
                Work.of("w:1", 1, 1).command("true").build());
    }
}
