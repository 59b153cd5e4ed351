package io.jobarrays.contract.archives;

import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Untrusted tar.gz, read entry by entry. An entry counts with its size when it is unpacked: holes
 * of sparse files included, and a hard link as the file it names. It counts before its content is
 * read, so that nothing is unpacked of an archive that claims more than the limit.
 */
public final class UntrustedArchive implements AutoCloseable {
    private static final int GZIP_BUFFER_BYTES = 1 << 16;

    /**
     * The library calls itself once for each piece of a sparse file within one read: larger reads
     * of pieces of one byte exhaust the stack.
     */
    private static final int MAX_READ_BYTES = 1 << 10;

    /**
     * What a hard link to a small file counts: their names would take more memory than they save.
     */
    private static final long BLOCK_BYTES = 4096;

    /** PAX records of one entry with those that hold for the whole archive. */
    private static final int MAX_PAX_RECORDS = 1000;

    private final CountedTarStream raw;
    private final TarArchiveInputStream tar;
    private final long limit;
    private final String limitName;

    /** Sizes of the larger files by name. */
    private final Map<String, Long> sizes = new HashMap<>();

    private long bytes;
    private @Nullable TarArchiveEntry current;

    /**
     * @param packed the tar.gz, closed with this archive, and if it is none
     * @param limit bytes of all files when they are unpacked
     * @param limitName apposition to the limit in a sentence, such as {@code , the free space}
     */
    public UntrustedArchive(InputStream packed, long limit, String limitName) throws IOException {
        try {
            this.raw = new CountedTarStream(new GZIPInputStream(packed, GZIP_BUFFER_BYTES));
        } catch (IOException e) {
            packed.close();
            throw e;
        }
        this.tar = new TarArchiveInputStream(raw, TarFormat.ENCODING);
        this.limit = limit;
        this.limitName = limitName;
    }

    /**
     * Skips the rest of the current entry and returns the next one; empty at the end.
     *
     * @throws ArchiveTooLarge when the archive with this entry is larger than the limit
     * @throws UnsafeEntry for an entry that is neither file, directory nor link
     */
    public Optional<ArchivedEntry> next() throws IOException {
        content().transferTo(OutputStream.nullOutputStream());
        TarArchiveEntry header = nextHeader();
        current = header;
        if (header == null) {
            return Optional.empty();
        }
        if (header.getExtraPaxHeaders().size() > MAX_PAX_RECORDS) {
            throw new ArchiveTooLarge("has an entry with more than 1000 PAX records");
        }
        ArchivedEntry entry = read(header);
        count(header, entry);
        return Optional.of(entry);
    }

    /** Content of the current entry, holes as zeros; at most the size that was counted. */
    public InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return readContent(into, offset, length);
            }
        };
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private @Nullable TarArchiveEntry nextHeader() throws IOException {
        raw.beginHeaders();
        try {
            return tar.getNextEntry();
        } catch (RuntimeException malformed) {
            throw malformed(malformed);
        } finally {
            raw.endHeaders();
        }
    }

    private int readContent(byte[] into, int offset, int length) throws IOException {
        TarArchiveEntry entry = current;
        if (entry == null) {
            return -1;
        }
        try {
            return tar.read(
                    into, offset, entry.isSparse() ? Math.min(length, MAX_READ_BYTES) : length);
        } catch (RuntimeException malformed) {
            throw malformed(malformed);
        }
    }

    /** The library has several exceptions for headers that it cannot read. */
    private static IOException malformed(RuntimeException cause) {
        return new IOException("an entry is malformed: " + cause.getMessage(), cause);
    }

    private void count(TarArchiveEntry header, ArchivedEntry entry) throws IOException {
        long size = Math.max(header.getSize(), header.getRealSize());
        if (Math.min(header.getSize(), header.getRealSize()) < 0) {
            throw new IOException("an entry has a negative size");
        }
        if (entry instanceof ArchivedEntry.HardLink link) {
            String target = ArchiveEntryNames.normalize(link.target());
            size = Math.max(size, sizes.getOrDefault(target, BLOCK_BYTES));
        }
        if (size > limit - bytes) {
            throw new ArchiveTooLarge(
                    "unpacks to more than %d MiB%s".formatted(limit >> 20, limitName));
        }
        bytes += size;
        boolean linkable =
                entry instanceof ArchivedEntry.File || entry instanceof ArchivedEntry.HardLink;
        if (linkable && size > BLOCK_BYTES) {
            sizes.put(ArchiveEntryNames.normalize(entry.name()), size);
        }
    }

    private static ArchivedEntry read(TarArchiveEntry header) {
        String bytesHeader = header.getExtraPaxHeader(TarFormat.BYTES_HEADER);
        String name = TarFormat.read(header.getName(), bytesHeader);
        FileTime time = header.getLastModifiedTime();
        if (header.isDirectory()) {
            return new ArchivedEntry.Directory(name, header.getMode(), time);
        }
        String target = TarFormat.read(header.getLinkName(), bytesHeader);
        return switch (header.getLinkFlag()) {
            case TarConstants.LF_SYMLINK -> new ArchivedEntry.SymbolicLink(name, target, time);
            case TarConstants.LF_LINK -> new ArchivedEntry.HardLink(name, target);
            case TarConstants.LF_NORMAL,
                    TarConstants.LF_OLDNORM,
                    TarConstants.LF_CONTIG,
                    TarConstants.LF_GNUTYPE_SPARSE ->
                    new ArchivedEntry.File(name, header.getMode(), time, header.getRealSize());
            default -> throw new UnsafeEntry(name, "is neither file, directory nor link");
        };
    }
}
