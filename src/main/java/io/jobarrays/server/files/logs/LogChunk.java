package io.jobarrays.server.files.logs;

import java.nio.ByteBuffer;

/**
 * Records that an agent brings, as in {@code AgentMessage.Log}.
 *
 * @param droppedLines lines the machine has dropped so far
 */
public record LogChunk(
        String arrayId,
        int index,
        int attempt,
        long offset,
        long droppedLines,
        ByteBuffer records) {
    long end() {
        return offset + records.remaining();
    }
}
