package io.jobarrays.agent.sessions;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage.SessionOpen;
import java.io.IOException;
import java.net.Socket;

/** Starts what a session of a user talks to. */
public interface SessionStarter {
    /**
     * Starts {@code terminal.py} with the shell or command of the request.
     *
     * @throws Refusal when this machine has no sessions
     */
    Process start(SessionOpen request) throws IOException;

    /**
     * Connects to a TCP port of this machine.
     *
     * @throws IOException when nothing listens there, with the message for the user
     * @throws Refusal when this machine has no sessions
     */
    Socket connect(int port) throws IOException;
}
