package io.jobarrays.server.files.logs;

import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Input stream of parts; each part is created when the reader reaches it. */
final class LogStream extends InputStream {
    private final Iterator<Supplier<byte[]>> parts;
    private byte[] part = new byte[0];
    private int taken;

    LogStream(List<Supplier<byte[]>> parts) {
        this.parts = parts.iterator();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        Objects.checkFromIndexSize(from, length, target.length);
        while (taken == part.length) {
            if (!parts.hasNext()) {
                return -1;
            }
            part = parts.next().get();
            taken = 0;
        }
        int count = Math.min(length, part.length - taken);
        System.arraycopy(part, taken, target, from, count);
        taken += count;
        return count;
    }
}
