package io.jobarrays.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The control plane's settings, {@code spawn.*}. */
@ConfigMapping(prefix = "spawn")
public interface SpawnConfig {
    /** Which cloud machines come from; real AWS only where a person wrote {@code aws}. */
    @WithDefault("local")
    Cloud cloud();

    /** Where token, files, logs and the embedded database are kept. */
    @WithDefault("target/dev-state")
    Path stateDir();

    /** How instances reach this control plane. */
    @WithDefault("http://169.254.169.252")
    String publicUrl();

    /** The hosted zone of all names. */
    @WithDefault("spore.host")
    String zone();

    /** The AWS account number; part of every name. */
    @WithDefault("435415984226")
    String account();

    @WithDefault("t3.micro")
    String defaultInstanceType();

    @WithDefault("ami-0abcdef1234567890")
    String defaultAmi();

    /** How long an agent may say nothing before its member counts as lost. */
    @WithDefault("5m")
    Duration agentSilence();

    /** How often the reconciler looks at everything. */
    @WithDefault("15s")
    Duration reconcileEvery();

    /** The seconds by which the local cloud's clock was moved; the server's follows. */
    Optional<Path> clockFile();

    /** Who signs the identity documents of instances. */
    Identity identity();

    /** The agent that members without one fetch. */
    Agent agent();

    /** Which cloud. */
    enum Cloud {
        LOCAL,
        AWS
    }

    /** The trust anchor of agents' enrolment. */
    interface Identity {
        /** X.509 certificate in PEM. */
        Optional<Path> certificate();
    }

    /** Where the agent's archive is. */
    interface Agent {
        Optional<Path> archive();
    }
}
