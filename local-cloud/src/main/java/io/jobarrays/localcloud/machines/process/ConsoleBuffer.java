package io.jobarrays.localcloud.machines.process;

import java.nio.charset.StandardCharsets;

/** The last 64 KiB of an instance's console, EC2's limit. */
final class ConsoleBuffer {
    private static final int MAX_BYTES = 64 * 1024;

    private byte[] content = new byte[1024];
    private int length;

    synchronized void append(byte[] bytes, int count) {
        int from = Math.max(0, count - MAX_BYTES);
        int added = count - from;
        int dropped = Math.max(0, length + added - MAX_BYTES);
        if (length - dropped + added > content.length) {
            byte[] larger =
                    new byte[Math.min(MAX_BYTES, Math.max(content.length * 2, length + added))];
            System.arraycopy(content, dropped, larger, 0, length - dropped);
            content = larger;
        } else if (dropped > 0) {
            System.arraycopy(content, dropped, content, 0, length - dropped);
        }
        length -= dropped;
        System.arraycopy(bytes, from, content, length, added);
        length += added;
    }

    void appendLine(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        append(bytes, bytes.length);
    }

    synchronized String text() {
        return new String(content, 0, length, StandardCharsets.UTF_8);
    }
}
