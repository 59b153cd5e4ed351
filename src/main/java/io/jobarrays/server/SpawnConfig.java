package io.jobarrays.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the control plane, {@code spawn.*}. */
@ConfigMapping(prefix = "spawn")
public interface SpawnConfig {
    /** Cloud that instances are launched in; AWS only when set to {@code aws} explicitly. */
    @WithDefault("local")
    Cloud cloud();

    /** Directory of the token, files, logs and the embedded database. */
    @WithDefault("target/dev-state")
    Path stateDir();

    /**
     * File with the token of users' calls, at least 32 characters; empty: {@code token} in the
     * state directory, which the first start makes.
     */
    Optional<Path> tokenFile();

    /** File with the key of secrets in the database; empty: {@code key} there, likewise. */
    Optional<Path> keyFile();

    /** URL of this control plane for instances; https with {@code spawn.cloud=aws}. */
    @WithDefault("http://169.254.169.252")
    String publicUrl();

    /**
     * Proxies in front of this control plane, as addresses or networks: {@code Forwarded}, else
     * {@code X-Forwarded-For}, of their calls names the caller. Headers of others are ignored.
     */
    Optional<List<String>> trustedProxies();

    /** Hosted zone of all DNS names. */
    @WithDefault("spore.host")
    String zone();

    /** AWS account number; part of every DNS name. */
    @WithDefault("435415984226")
    String account();

    @WithDefault("t3.micro")
    String defaultInstanceType();

    @WithDefault("ami-0abcdef1234567890")
    String defaultAmi();

    /** Reaction to agents that send no message. */
    Silence agentSilence();

    /**
     * Time in which an agent must write the peers it received; its member fails after it. Two
     * minutes outlast a stall of an EBS volume (NVMe requests time out after 30 s) and 24 tries,
     * and are short for the members that wait for it and bill.
     */
    @WithDefault("2m")
    Duration peersTimeout();

    /**
     * Interval between polls of EC2 while no instance changes state; up to four times as long above
     * 250 instances. The end of an agent's connection is followed by a poll at once.
     */
    @WithDefault("15s")
    Duration reconcileEvery();

    /**
     * Interval between comparisons of the zone with the names of this control plane. Route 53
     * answers with 300 records a request and permits five requests a second per account: 10,000
     * names are 34 of the 1,500 requests of five minutes.
     */
    @WithDefault("5m")
    Duration dnsCompareEvery();

    /** Most bytes of the outputs that the control plane keeps of an array; empty: the disk. */
    Optional<MemorySize> outputsPerArray();

    /** Time of reads that do not find an instance by its id until it counts as terminated. */
    @WithDefault("1m")
    Duration unknownUntilGone();

    /**
     * File with the offset of the local cloud's clock in seconds; the server's clock follows it.
     */
    Optional<Path> clockFile();

    /** Failpoints of a test, such as {@code LAUNCH_AFTER_CALL=kill}; see {@code failpoints}. */
    Optional<String> failpoints();

    /** Signer of the identity documents of instances. */
    Identity identity();

    /** Agent that members without an agent download. */
    Agent agent();

    /** The account that instances are launched in. */
    Aws aws();

    /** Notifications over HTTP. */
    @WithName("notify")
    Notify notifications();

    /** Cloud that instances are launched in. */
    enum Cloud {
        LOCAL,
        AWS
    }

    /** Times without a message of an agent; agents answer a ping every 20 s. */
    interface Silence {
        /** An agent is silent. */
        @WithDefault("45s")
        Duration notedAfter();

        /**
         * At least three agents, and half of those connected, that fall silent within this time.
         */
        @WithDefault("60s")
        Duration massWindow();

        /** EC2 is asked for the status of the agent's instance. */
        @WithDefault("5m")
        Duration checkAfter();

        /** After EC2's first answer: member and instance end although EC2 finds no fault. */
        @WithDefault("10m")
        Duration endAfterCheck();

        /** A member without TTL ends, whatever EC2 answers and however many agents are silent. */
        @WithDefault("60m")
        Duration maxWithoutTtl();
    }

    /** Trust anchor of agents' enrolment. */
    interface Identity {
        /** File with the X.509 certificate in PEM. */
        Optional<Path> certificate();
    }

    /** Archive of the agent. */
    interface Agent {
        Optional<Path> archive();

        /**
         * PEM file with the authorities that agents trust, instead of those of their image, at the
         * public URL; read at each launch.
         */
        Optional<Path> ca();
    }

    /** Properties of the account. */
    interface Aws {
        Limits limits();
    }

    /** Notifications over HTTP; docs/how-to/notifications.md. */
    interface Notify {
        /** Receiver of all events of arrays and executions that name no other one. */
        Optional<String> url();

        /** Body for that receiver: {@code json} or {@code slack}. */
        @WithDefault("json")
        String format();

        /** Addresses or networks that are not public and may be notified, also over http. */
        Optional<List<String>> allowedNetworks();

        /**
         * Secrets that sign, {@code whsec_} and Base64; the header has a signature of each. Empty:
         * one of each URL, derived from the key.
         */
        Optional<List<String>> secret();

        /** A TTL warning comes so long before the deadline, at half of a TTL below twice that. */
        @WithDefault("10m")
        Duration ttlWarning();

        /** Cost in USD of an array above which it is warned of; empty: no warning. */
        Optional<BigDecimal> costWarning();

        /** Time after which a notification that no receiver takes is given up. */
        @WithDefault("24h")
        Duration giveUpAfter();

        /** Most notifications that wait; further ones are dropped. */
        @WithDefault("1000")
        int maxPending();
    }

    /** Request limits of the account. */
    interface Limits {
        /**
         * Factor to AWS's default limits, above 0; 10 for an account whose limits AWS has raised.
         */
        @WithDefault("1")
        double factor();
    }
}
