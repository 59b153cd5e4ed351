package io.jobarrays.agent.host;

/** Switch that ends this machine. */
public interface PowerSwitch {
    /** Powers the machine off and runs until the thread is interrupted. */
    void powerOff() throws InterruptedException;
}
