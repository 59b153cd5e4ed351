package io.jobarrays.agent;

import io.jobarrays.agent.host.AgentPowerSwitch;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;

/** What may differ from machine to machine; all else comes from {@code /etc/spawn/agent.env}. */
@ConfigMapping(prefix = "spored")
public interface AgentSettings {
    /** The directory all files of the agent are below. */
    @WithDefault("/")
    Path root();

    /** The directory in which {@code proc} and {@code dev} tell what the machine does. */
    @WithDefault("/")
    Path system();

    /** The instance metadata service. */
    @WithDefault("http://169.254.169.254")
    URI metadata();

    /** Handed to {@code sh -c} to end the machine; with another root than / it must be given. */
    @WithDefault(AgentPowerSwitch.POWEROFF_COMMAND)
    String poweroff();

    /** The program that tells everybody at a terminal that the machine is about to end. */
    @WithDefault("wall")
    String wall();

    /** Between two looks at what the machine does, and for a spot notice. */
    @WithDefault("5000")
    long intervalMillis();
}
