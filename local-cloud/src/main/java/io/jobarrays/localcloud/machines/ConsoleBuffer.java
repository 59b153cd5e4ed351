package io.jobarrays.localcloud.machines;

import java.nio.charset.StandardCharsets;

/** The last 64 KiB an instance wrote on its console, as EC2 keeps them. */
final class ConsoleBuffer {
    private static final int SIZE = 64 * 1024;

    private byte[] kept = new byte[1024];
    private int length;

    synchronized void append(byte[] bytes, int count) {
        int from = Math.max(0, count - SIZE);
        int added = count - from;
        int drop = Math.max(0, length + added - SIZE);
        if (length - drop + added > kept.length) {
            byte[] wider = new byte[Math.min(SIZE, Math.max(kept.length * 2, length + added))];
            System.arraycopy(kept, drop, wider, 0, length - drop);
            kept = wider;
        } else if (drop > 0) {
            System.arraycopy(kept, drop, kept, 0, length - drop);
        }
        length -= drop;
        System.arraycopy(bytes, from, kept, length, added);
        length += added;
    }

    void line(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        append(bytes, bytes.length);
    }

    synchronized String text() {
        return new String(kept, 0, length, StandardCharsets.UTF_8);
    }
}
