package io.jobarrays.agent;

import io.jobarrays.agent.host.AgentPowerSwitch;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;

/** Settings of the program; everything about the member comes from {@code /etc/spawn/agent.env}. */
@ConfigMapping(prefix = "spored")
public interface AgentSettings {
    /** Directory that all paths of the agent are relative to. */
    @WithDefault("/")
    Path root();

    /**
     * Directory with {@code proc}, {@code sys} and {@code dev}, which the load is measured from.
     */
    @WithDefault("/")
    Path system();

    /** Base URI of the instance metadata service. */
    @WithDefault("http://169.254.169.254")
    URI metadata();

    /** Command for {@code sh -c} that powers the machine off; required unless {@code root} is /. */
    @WithDefault(AgentPowerSwitch.POWEROFF_COMMAND)
    String poweroff();

    /** Program that writes its argument to all terminals; called before the deadline. */
    @WithDefault("wall")
    String wall();

    /** Interval of idle measurements and spot notice polls, in milliseconds. */
    @WithDefault("5000")
    long intervalMillis();
}
