package io.jobarrays.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Processor of an image. */
enum Processor {
    AMD64("x86_64", 62),
    ARM64("aarch64", 183);

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final int ELF_MACHINE = 18;

    private final String machine;
    private final int elfMachine;

    /**
     * @param machine as {@code uname -m} prints it
     * @param elfMachine number of the machine in the header of a program (ELF specification)
     */
    Processor(String machine, int elfMachine) {
        this.machine = machine;
        this.elfMachine = elfMachine;
    }

    /** Word of container images and of Debian. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String machine() {
        return machine;
    }

    static Processor parse(String word) throws IOException {
        for (Processor processor : values()) {
            if (processor.word().equals(word)) {
                return processor;
            }
        }
        throw new IOException(
                "images.processor=%s is not known; write amd64 or arm64".formatted(word));
    }

    /**
     * @throws IOException when a program or library below the directory is for another processor
     */
    void requireProgramsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> others =
                    files.filter(Files::isRegularFile).filter(this::isForAnother).toList();
            if (!others.isEmpty()) {
                throw new IOException("not for %s: %s".formatted(word(), others));
            }
        }
    }

    private boolean isForAnother(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(ELF_MACHINE + 2);
            for (int i = 0; i < ELF.length; i++) {
                if (head.length < ELF_MACHINE + 2 || head[i] != ELF[i]) {
                    return false;
                }
            }
            return (head[ELF_MACHINE] & 0xff) + ((head[ELF_MACHINE + 1] & 0xff) << 8) != elfMachine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
