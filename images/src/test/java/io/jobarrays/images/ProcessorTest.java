package io.jobarrays.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
    private static final int X86_64 = 0x3e;
    private static final int AARCH64 = 0xb7;

    @TempDir private Path directory = Path.of("");

    @Test
    void findsProgramsForAnotherProcessor() throws IOException {
        Files.writeString(directory.resolve("script"), "#!/bin/sh\necho a line of text\n");
        program("right", AARCH64);

        assertThatCode(() -> Processor.ARM64.requireProgramsIn(directory))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Processor.AMD64.requireProgramsIn(directory))
                .hasMessageContaining("not for amd64: [")
                .hasMessageContaining("right");

        program("wrong", X86_64);
        assertThatThrownBy(() -> Processor.ARM64.requireProgramsIn(directory))
                .hasMessageContaining("wrong]");
    }

    @Test
    void readsTheWordOfTheBuild() throws IOException {
        assertThat(Processor.parse("arm64")).isEqualTo(Processor.ARM64);
        assertThatThrownBy(() -> Processor.parse("arm"))
                .hasMessage("images.processor=arm is not known; write amd64 or arm64");
    }

    private void program(String name, int machine) throws IOException {
        byte[] head = new byte[64];
        head[0] = 0x7f;
        head[1] = 'E';
        head[2] = 'L';
        head[3] = 'F';
        head[18] = (byte) machine;
        Files.write(directory.resolve(name), head);
    }
}
