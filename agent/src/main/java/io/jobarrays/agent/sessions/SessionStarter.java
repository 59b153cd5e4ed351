package io.jobarrays.agent.sessions;

import io.jobarrays.contract.AgentMessage.SessionOpen;
import io.jobarrays.contract.Refusal;
import java.io.IOException;

/** Starts the program of a terminal session. */
public interface SessionStarter {
    /**
     * Starts {@code terminal.py} with the shell or command of the request.
     *
     * @throws Refusal when this machine has no sessions
     */
    Process start(SessionOpen request) throws IOException;
}
