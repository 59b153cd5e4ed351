package io.jobarrays.agent.files;

import io.jobarrays.contract.FileName;
import io.jobarrays.contract.TarFormat;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs outputs as tar.gz with modes and times. A file that vanishes or shrinks meanwhile, because
 * a process of the work is still running, is left out.
 */
public final class OutputArchive {
    /** Files up to this size are read before their header is written. */
    private static final int SMALL_BYTES = 1 << 20;

    private final Path archive;
    private final List<String> leftOut = new ArrayList<>();
    private final Set<String> shrunk = new HashSet<>();

    private OutputArchive(Path archive) {
        this.archive = archive;
    }

    /** A large file shrank after its header was written: the archive must be written again. */
    private static final class Shrank extends IOException {
        private static final long serialVersionUID = 1L;
        private final String name;

        Shrank(String name) {
            super(name);
            this.name = name;
        }
    }

    /**
     * @return the outputs that the archive has, and those that were left out
     */
    public static CollectedOutputs pack(CollectedOutputs outputs, Path archive) throws IOException {
        return new OutputArchive(archive).pack(outputs);
    }

    private CollectedOutputs pack(CollectedOutputs outputs) throws IOException {
        while (true) {
            leftOut.clear();
            try {
                List<OutputEntry> packed = write(outputs.entries());
                leftOut.addAll(0, outputs.leftOut());
                return new CollectedOutputs(packed, leftOut);
            } catch (Shrank e) {
                shrunk.add(e.name);
            }
        }
    }

    private List<OutputEntry> write(List<OutputEntry> entries) throws IOException {
        List<OutputEntry> packed = new ArrayList<>();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar =
                        new TarArchiveOutputStream(
                                new GZIPOutputStream(file, 1 << 16), TarFormat.ENCODING)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (OutputEntry entry : entries) {
                if (shrunk.contains(entry.name())) {
                    leaveOut(entry, "shrank while it was collected");
                } else if (write(tar, entry)) {
                    packed.add(entry);
                }
            }
        }
        return packed;
    }

    private boolean write(TarArchiveOutputStream tar, OutputEntry entry) throws IOException {
        try {
            switch (entry) {
                case OutputEntry.Directory _, OutputEntry.Link _ -> {
                    tar.putArchiveEntry(OutputHeader.of(entry));
                    tar.closeArchiveEntry();
                }
                case OutputEntry.File file -> writeFile(tar, file);
            }
            return true;
        } catch (NoSuchFileException e) {
            leaveOut(entry, "was deleted while it was collected");
            return false;
        }
    }

    private static void writeFile(TarArchiveOutputStream tar, OutputEntry.File file)
            throws IOException {
        OutputHeader header = OutputHeader.of(file);
        try (InputStream in = Files.newInputStream(file.path())) {
            byte[] start = in.readNBytes(SMALL_BYTES);
            long size =
                    start.length < SMALL_BYTES
                            ? start.length
                            : Math.max(start.length, Files.size(file.path()));
            header.setSize(size);
            tar.putArchiveEntry(header);
            copy(file, new ByteArrayInputStream(start), tar, start.length);
            copy(file, in, tar, size - start.length);
        }
        tar.closeArchiveEntry();
    }

    /** Copies exactly {@code size} bytes, since a process may still be writing to the file. */
    private static void copy(OutputEntry.File file, InputStream in, OutputStream out, long size)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = size; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new Shrank(file.name());
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private void leaveOut(OutputEntry entry, String why) {
        leftOut.add(FileName.printable(entry.name()) + " " + why);
    }
}
