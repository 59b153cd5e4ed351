package io.jobarrays.contract.archives;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes of a tar as they are unpacked, those of headers within a budget. The library keeps all
 * headers of an entry in memory, whatever sizes they claim: long names, PAX records, maps of holes.
 */
final class CountedTarStream extends FilterInputStream {
    /** Headers of one entry: names of 4 KiB each, and the map of a file with thousands of holes. */
    static final long MAX_ENTRY_HEADER_BYTES = 1 << 20;

    /** Headers of all entries together: some 300,000 entries with times. */
    static final long MAX_HEADER_BYTES = 512L << 20;

    private boolean inHeaders;
    private long entryHeaderBytes;
    private long headerBytes;

    CountedTarStream(InputStream tar) {
        super(tar);
    }

    void beginHeaders() {
        inHeaders = true;
        entryHeaderBytes = 0;
    }

    void endHeaders() {
        inHeaders = false;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = in.skip(bytes);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) throws ArchiveTooLarge {
        if (!inHeaders) {
            return;
        }
        entryHeaderBytes += bytes;
        headerBytes += bytes;
        if (entryHeaderBytes > MAX_ENTRY_HEADER_BYTES) {
            throw new ArchiveTooLarge("has an entry with headers of more than 1 MiB");
        }
        if (headerBytes > MAX_HEADER_BYTES) {
            throw new ArchiveTooLarge("has headers of more than 512 MiB");
        }
    }
}
