package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.files.LogPiece;
import io.jobarrays.server.files.Logs;
import io.jobarrays.server.instances.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Keeps what agents ship of their logs; of all frames these are by far the most. */
@ApplicationScoped
class LogIntake {
    private final Logs logs;

    LogIntake(Logs logs) {
        this.logs = logs;
    }

    /** Not when the work has begun since we looked. */
    boolean knows(Place place, Standing standing, AgentMessage.Log log) {
        return WorkName.attempt(place, log.work()).orElse(0) <= standing.attempt();
    }

    /** Refuses what is of no attempt the instance may speak of. */
    AgentMessage.LogStored keep(Place place, Standing standing, AgentMessage.Log log) {
        int attempt =
                WorkName.attempt(place, log.work())
                        .filter(one -> one >= place.attempt() && one <= standing.attempt())
                        .orElseThrow(() -> new Refusal("a log of a work that is not its own"));
        if (log.offset() < 0 || log.droppedLines() < 0) {
            throw new Refusal("a log with a negative offset or count");
        }
        ByteBuffer records = ByteBuffer.wrap(decoded(log.data()));
        LogPiece piece =
                new LogPiece(
                        place.arrayId(),
                        place.index(),
                        attempt,
                        log.offset(),
                        log.droppedLines(),
                        records);
        return new AgentMessage.LogStored(
                log.work(), logs.append(piece, Logs.keep(standing.size())));
    }

    private static byte[] decoded(String data) {
        try {
            return Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            throw new Refusal("a log that is no Base64");
        }
    }
}
