package io.jobarrays.agent.sessions;

/** Session of a user on this machine. */
interface MemberSession {
    /** Returns at once; the end is reported to the server. */
    void start();

    /**
     * @param end whether the input ends after the data
     */
    void input(byte[] data, boolean end);

    /** The user's terminal has a new size. */
    void resize(int columns, int rows);

    /** Acknowledges the total number of output bytes that the client has received. */
    void acknowledge(long bytes);

    /** Ends the session and discards its further output. */
    void close();
}
