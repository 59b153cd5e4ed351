package io.jobarrays.cli.flags;

import io.jobarrays.cli.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Launch flags passed to the server unchanged; the server validates them and sets defaults. */
public final class LaunchFlags {
    @Option(names = "--count", paramLabel = "N", description = "number of instances")
    private @Nullable String count;

    @Option(
            names = "--indexes",
            paramLabel = "SET",
            description = "launch only these indexes of the count: 0,2,5-7")
    private @Nullable String indexes;

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
            paramLabel = "CMD|@FILE",
            description =
                    "command that sh -c runs on every member; @FILE reads it from a file, @- from stdin")
    private @Nullable String command;

    @Option(
            names = "--instance-type",
            paramLabel = "TYPE,…",
            description = "EC2 instance type, or several in order")
    private @Nullable String instanceType;

    @Option(names = "--region", paramLabel = "REGION", description = "AWS region")
    private @Nullable String region;

    @Option(names = "--az", paramLabel = "ZONE,…", description = "availability zone, or several")
    private @Nullable String az;

    @Option(names = "--ami", paramLabel = "AMI", description = "ID of the machine image")
    private @Nullable String ami;

    @Mixin private final LifetimeFlags lifetime = new LifetimeFlags();

    @Mixin private final AttemptFlags attempt = new AttemptFlags();

    @Mixin private final NotifyFlags notifications = new NotifyFlags();

    @Option(names = "--spot", description = "launch spot instances")
    private boolean spot;

    @Option(
            names = "--spot-max-price",
            paramLabel = "USD",
            description = "maximum spot price per hour")
    private @Nullable String spotMaxPrice;

    @Option(
            names = "--spot-fallback",
            description = "launch on-demand instances when EC2 has no spot capacity")
    private boolean spotFallback;

    @Option(
            names = "--dns",
            paramLabel = "LABEL",
            description = "DNS label; default: the array's name")
    private @Nullable String dns;

    @Option(names = "--no-dns", description = "create no DNS records")
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

    @Option(
            names = "--barrier",
            description = "start the command when all members have the peer list")
    private boolean barrier;

    @Option(
            names = "--barrier-timeout",
            paramLabel = "D",
            description = "time for an agent to enrol; its instance is terminated after it")
    private @Nullable String barrierTimeout;

    @Option(
            names = "--queue-timeout",
            paramLabel = "D",
            description = "time in EC2's launch queue before the first instance; default unlimited")
    private @Nullable String queueTimeout;

    @Option(
            names = "--min-viable",
            paramLabel = "K",
            description = "minimum number of members with which the launch continues")
    private @Nullable String minViable;

    @Option(
            names = "--env",
            paramLabel = "K=V",
            description = "environment variable for command and user data; repeatable")
    private @Nullable List<String> env;

    @Option(
            names = "--run-as",
            paramLabel = "USER",
            description = "user that runs the command; default root")
    private @Nullable String runAs;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description =
                    "slots of each member in the MPI hostfiles, or auto: its processors; default 1")
    private @Nullable String slots;

    @Option(
            names = "--no-aliases",
            description = "set no variables of other systems, such as SLURM_ARRAY_TASK_ID")
    private boolean noAliases;

    @Option(
            names = "--split-output",
            description = "keep stdout and stderr apart, without the order between them")
    private boolean splitOutput;

    @Option(names = "--tty", description = "give the work a terminal as its output")
    private boolean tty;

    @Option(
            names = "--collect",
            paramLabel = "GLOB",
            description = "files to collect when the command has ended; repeatable")
    private @Nullable List<String> collect;

    @Option(
            names = "--collect-limit",
            paramLabel = "SIZE",
            description =
                    "most bytes of collected files of a member, and of its checkpoint; default 256MiB")
    private @Nullable String collectLimit;

    @Option(
            names = "--collect-to",
            paramLabel = "URL",
            description =
                    "place that members send the collected files to: file:///DIR of the member")
    private @Nullable String collectTo;

    @Option(
            names = "--require-outputs",
            description =
                    "an index has failed whose work made no file of one of the patterns of --collect")
    private boolean requireOutputs;

    /** Request body of {@code POST /arrays}; contains only the given flags. */
    public JsonValue.Obj spec() {
        LaunchBody spec = new LaunchBody(new JsonValue.Obj());
        spec.number("count", count)
                .text("indexes", indexes)
                .text("job_array_name", jobArrayName)
                .text("name", name)
                .text("instance_names", instanceNames)
                .text("command", command)
                .text("instance_type", instanceType)
                .text("region", region)
                .text("az", az)
                .text("ami", ami)
                .flag("spot", spot)
                .flag("spot_fallback", spotFallback)
                .text("spot_max_price", spotMaxPrice)
                .text("dns", dns)
                .flag("no_dns", noDns)
                .text("key_name", keyName)
                .text("security_group", securityGroup)
                .text("subnet", subnet)
                .text("iam_instance_profile", iamInstanceProfile)
                .flag("barrier", barrier)
                .text("barrier_timeout", barrierTimeout)
                .text("queue_timeout", queueTimeout)
                .number("min_viable", minViable)
                .text("run_as", runAs)
                .text("slots", slots)
                .flag("no_aliases", noAliases)
                .flag("split_output", splitOutput)
                .flag("tty", tty);
        lifetime.addTo(spec);
        attempt.addTo(spec);
        notifications.addTo(spec);
        if (env != null) {
            spec.json().with("env", JsonValue.texts(KeyValuePairs.of("--env", env)));
        }
        if (collect != null) {
            spec.json().with("collect", JsonValue.texts(collect));
        }
        return spec.text("collect_limit", collectLimit)
                .text("collect_to", collectTo)
                .flag("require_outputs", requireOutputs)
                .json();
    }
}
