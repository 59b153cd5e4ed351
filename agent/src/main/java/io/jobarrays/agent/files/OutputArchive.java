package io.jobarrays.agent.files;

import io.jobarrays.contract.archives.TarFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs outputs as tar.gz with modes and times. A file that cannot be read, or that vanishes or
 * shrinks because a process of the work is still running, is left out.
 */
public final class OutputArchive {
    /** Files up to this size are read before their header is written. */
    private static final int SMALL_BYTES = 1 << 20;

    private final Path archive;
    private final FileRights rights;
    private final Map<String, UnreadableOutput> failures = new TreeMap<>();

    private OutputArchive(Path archive, FileRights rights) {
        this.archive = archive;
        this.rights = rights;
    }

    /** A file failed after its header was written: the archive must be written again. */
    private static final class CutShort extends IOException {
        private static final long serialVersionUID = 1L;
        private final UnreadableOutput failure;

        CutShort(UnreadableOutput failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /**
     * @return the outputs that the archive has, and those that were left out
     */
    public static CollectedOutputs pack(CollectedOutputs outputs, Path archive, FileRights rights)
            throws IOException, InterruptedException {
        return new OutputArchive(archive, rights).pack(outputs);
    }

    private CollectedOutputs pack(CollectedOutputs outputs)
            throws IOException, InterruptedException {
        while (true) {
            try (OutputStream file = Files.newOutputStream(archive)) {
                List<OutputEntry> packed = rights.call(() -> write(outputs.entries(), file));
                return outputs.kept(packed, List.copyOf(failures.values()));
            } catch (CutShort e) {
                failures.put(e.failure.name(), e.failure);
            }
        }
    }

    private List<OutputEntry> write(List<OutputEntry> entries, OutputStream file)
            throws IOException {
        List<OutputEntry> packed = new ArrayList<>();
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(
                        new GZIPOutputStream(new BufferedOutputStream(file), 1 << 16),
                        TarFormat.ENCODING)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (OutputEntry entry : entries) {
                if (!failures.containsKey(entry.name()) && write(tar, entry)) {
                    packed.add(entry);
                }
            }
        }
        return packed;
    }

    private boolean write(TarArchiveOutputStream tar, OutputEntry entry) throws IOException {
        try {
            OutputHeader header = header(entry);
            switch (entry) {
                case OutputEntry.Directory _, OutputEntry.Link _ -> {
                    tar.putArchiveEntry(header);
                    tar.closeArchiveEntry();
                }
                case OutputEntry.File file -> writeFile(tar, file, header);
            }
            return true;
        } catch (UnreadableOutput e) {
            failures.put(entry.name(), e);
            return false;
        }
    }

    private static OutputHeader header(OutputEntry entry) throws UnreadableOutput {
        try {
            return OutputHeader.of(entry);
        } catch (IOException e) {
            throw UnreadableOutput.of(entry.name(), e);
        }
    }

    private static void writeFile(
            TarArchiveOutputStream tar, OutputEntry.File file, OutputHeader header)
            throws IOException {
        try (OutputContent in = OutputContent.open(file)) {
            byte[] start = in.readNBytes(SMALL_BYTES);
            long size =
                    start.length < SMALL_BYTES ? start.length : Math.max(start.length, in.size());
            header.setSize(size);
            tar.putArchiveEntry(header);
            tar.write(start);
            copy(file, in, tar, size - start.length);
        }
        tar.closeArchiveEntry();
    }

    /** Copies exactly {@code size} bytes, since a process may still be writing to the file. */
    private static void copy(OutputEntry.File file, InputStream in, OutputStream out, long size)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        try {
            for (long left = size; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw UnreadableOutput.shrank(file.name());
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        } catch (UnreadableOutput e) {
            throw new CutShort(e);
        }
    }
}
