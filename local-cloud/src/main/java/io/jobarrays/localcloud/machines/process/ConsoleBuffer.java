package io.jobarrays.localcloud.machines.process;

import java.nio.charset.StandardCharsets;

/** The last 64 KiB an instance wrote on its console, as EC2 keeps them. */
final class ConsoleBuffer {
    private static final int MAX_BYTES = 64 * 1024;

    private byte[] bytes = new byte[1024];
    private int length;

    synchronized void append(byte[] bytes, int count) {
        int from = Math.max(0, count - MAX_BYTES);
        int added = count - from;
        int drop = Math.max(0, length + added - MAX_BYTES);
        if (length - drop + added > bytes.length) {
            byte[] wider =
                    new byte[Math.min(MAX_BYTES, Math.max(bytes.length * 2, length + added))];
            System.arraycopy(bytes, drop, wider, 0, length - drop);
            bytes = wider;
        } else if (drop > 0) {
            System.arraycopy(bytes, drop, bytes, 0, length - drop);
        }
        length -= drop;
        System.arraycopy(bytes, from, bytes, length, added);
        length += added;
    }

    void appendLine(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        append(bytes, bytes.length);
    }

    synchronized String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
