package io.jobarrays.cli.commands;

import io.jobarrays.cli.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that go to the server as they are: it checks them and knows their defaults. */
final class LaunchFlags {
    @Option(names = "--count", paramLabel = "N", description = "number of instances")
    private @Nullable String count;

    @Option(names = "--job-array-name", paramLabel = "NAME", description = "name of the array")
    private @Nullable String jobArrayName;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "name of one standalone instance (without --count)")
    private @Nullable String name;

    @Option(
            names = "--instance-names",
            paramLabel = "PATTERN",
            description = "names of the members; default {job-array-name}-{index}")
    private @Nullable String instanceNames;

    @Option(
            names = "--command",
            paramLabel = "CMD",
            description = "what sh -c runs on every member")
    private @Nullable String command;

    @Option(names = "--instance-type", paramLabel = "TYPE", description = "EC2 instance type")
    private @Nullable String instanceType;

    @Option(names = "--region", paramLabel = "REGION", description = "AWS region")
    private @Nullable String region;

    @Option(names = "--az", paramLabel = "ZONE", description = "availability zone")
    private @Nullable String az;

    @Option(names = "--ami", paramLabel = "AMI", description = "machine image")
    private @Nullable String ami;

    @Option(
            names = "--ttl",
            paramLabel = "D",
            description = "terminate after this time (2h, 1h30m)")
    private @Nullable String ttl;

    @Option(
            names = "--idle-timeout",
            paramLabel = "D",
            description = "terminate when idle for this time")
    private @Nullable String idleTimeout;

    @Option(names = "--hibernate", description = "hibernate instead of terminate when idle")
    private boolean hibernate;

    @Option(names = "--spot", description = "spot instances")
    private boolean spot;

    @Option(
            names = "--spot-max-price",
            paramLabel = "USD",
            description = "highest spot price an hour")
    private @Nullable String spotMaxPrice;

    @Option(
            names = "--dns",
            paramLabel = "LABEL",
            description = "label in DNS; default: the array's name")
    private @Nullable String dns;

    @Option(names = "--no-dns", description = "no names in DNS")
    private boolean noDns;

    @Option(names = "--key-name", paramLabel = "KEY", description = "SSH key pair")
    private @Nullable String keyName;

    @Option(names = "--security-group", paramLabel = "SG", description = "security group")
    private @Nullable String securityGroup;

    @Option(names = "--subnet", paramLabel = "SUBNET", description = "subnet")
    private @Nullable String subnet;

    @Option(
            names = "--iam-instance-profile",
            paramLabel = "PROFILE",
            description = "instance profile")
    private @Nullable String iamInstanceProfile;

    @Option(names = "--barrier", description = "run the command when all members know their peers")
    private boolean barrier;

    @Option(
            names = "--barrier-timeout",
            paramLabel = "D",
            description = "how long to wait for members")
    private @Nullable String barrierTimeout;

    @Option(
            names = "--min-viable",
            paramLabel = "K",
            description = "members that are enough to go on")
    private @Nullable String minViable;

    @Option(
            names = "--on-complete",
            paramLabel = "ACTION",
            description = "keep (default), terminate, stop or hibernate")
    private @Nullable String onComplete;

    @Option(names = "--retries", paramLabel = "K", description = "how often an index may run again")
    private @Nullable String retries;

    @Option(
            names = "--max-concurrent",
            paramLabel = "K",
            description = "indexes that run at one time")
    private @Nullable String maxConcurrent;

    @Option(
            names = "--env",
            paramLabel = "K=V",
            description = "a variable for command and user data; repeatable")
    private @Nullable List<String> env;

    @Option(
            names = "--run-as",
            paramLabel = "USER",
            description = "who runs the command; default root")
    private @Nullable String runAs;

    @Option(
            names = "--collect",
            paramLabel = "GLOB",
            description = "files to keep when the command has ended; repeatable")
    private @Nullable List<String> collect;

    /** The specification as {@code POST /arrays} takes it, with what was given and nothing else. */
    Json.Obj spec() {
        Json.Obj spec = new Json.Obj();
        number(spec, "count", count);
        text(spec, "job_array_name", jobArrayName);
        text(spec, "name", name);
        text(spec, "instance_names", instanceNames);
        text(spec, "command", command);
        text(spec, "instance_type", instanceType);
        text(spec, "region", region);
        text(spec, "az", az);
        text(spec, "ami", ami);
        text(spec, "ttl", ttl);
        text(spec, "idle_timeout", idleTimeout);
        set(spec, "hibernate", hibernate);
        set(spec, "spot", spot);
        text(spec, "spot_max_price", spotMaxPrice);
        text(spec, "dns", dns);
        set(spec, "no_dns", noDns);
        text(spec, "key_name", keyName);
        text(spec, "security_group", securityGroup);
        text(spec, "subnet", subnet);
        text(spec, "iam_instance_profile", iamInstanceProfile);
        set(spec, "barrier", barrier);
        text(spec, "barrier_timeout", barrierTimeout);
        number(spec, "min_viable", minViable);
        text(spec, "on_complete", onComplete);
        number(spec, "retries", retries);
        number(spec, "max_concurrent", maxConcurrent);
        text(spec, "run_as", runAs);
        if (env != null) {
            spec.with("env", Json.texts(Pairs.of("--env", env)));
        }
        if (collect != null) {
            spec.with("collect", Json.texts(collect));
        }
        return spec;
    }

    private static void text(Json.Obj spec, String name, @Nullable String value) {
        if (value != null) {
            spec.with(name, value);
        }
    }

    private static void number(Json.Obj spec, String name, @Nullable String value) {
        if (value != null) {
            spec.with(name, Json.numberOrText(value));
        }
    }

    private static void set(Json.Obj spec, String name, boolean on) {
        if (on) {
            spec.with(name, Json.Word.TRUE);
        }
    }
}
