package io.jobarrays.server.files.logs;

import java.nio.ByteBuffer;

/**
 * Log records sent by an agent, as in {@code AgentMessage.Log}.
 *
 * @param droppedLines lines that the machine has dropped so far
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
