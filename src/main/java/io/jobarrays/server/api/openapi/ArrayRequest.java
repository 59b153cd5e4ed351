package io.jobarrays.server.api.openapi;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Schema of the body of {@code POST /arrays}: the flags of {@code spawn launch} in snake_case. The
 * values are read and checked in {@code ArraySpec}.
 */
@Schema(
        description =
                "What to launch: the flags of spawn launch in snake_case. All fields are optional;"
                        + " null is the same as absent. A duration is a text such as 45s, 90m, 2h,"
                        + " 1h30m or 1d.",
        examples =
                """
                {"job_array_name": "compute", "count": 8, "instance_type": "m7i.large",
                 "ttl": "2h", "command": "python3 work.py", "env": {"SEED": "7"},
                 "collect": ["result-*.json"], "on_complete": "terminate"}
                """)
public record ArrayRequest(
        @Schema(
                        description = "Members of the array; 1 when absent.",
                        minimum = "1",
                        maximum = "10000",
                        examples = "8")
                @Nullable Integer count,
        @Schema(
                        description =
                                "The indexes of the count that are launched, as ranges; all when"
                                        + " absent.",
                        examples = "0,2,5-7")
                @Nullable String indexes,
        @Schema(
                        description = "Name of the array; absent for one standalone instance.",
                        pattern = ARRAY_NAME,
                        examples = "compute")
                @Nullable String jobArrayName,
        @Schema(
                        description = "Name of a standalone instance; contradicts job_array_name.",
                        pattern = ARRAY_NAME,
                        examples = "head-node")
                @Nullable String name,
        @Schema(
                        description =
                                "Pattern of the members' names; needs {index} above one member."
                                        + " When absent: {job-array-name}-{index}.")
                @Nullable String instanceNames,
        @Schema(
                        description = "Command that every member runs, for sh -c.",
                        examples = "python3 work.py")
                @Nullable String command,
        @Schema(description = "Script that every member runs before the command: its text.")
                @Nullable String userData,
        @Schema(
                        description =
                                "EC2 instance type, or a list separated by commas in the order in"
                                        + " which they are tried; the server's default when absent.",
                        examples = "m7i.large")
                @Nullable String instanceType,
        @Schema(description = "AWS region; the server's when absent.", examples = "us-east-1")
                @Nullable String region,
        @Schema(
                        description = "Availability zone, or a list separated by commas.",
                        examples = "us-east-1a")
                @Nullable String az,
        @Schema(description = "Machine image; the server's default when absent.")
                @Nullable String ami,
        @Schema(description = "Duration after which the machines are terminated.", examples = "2h")
                @Nullable String ttl,
        @Schema(
                        description = "Duration of idleness after which on_idle is applied.",
                        examples = "30m")
                @Nullable String idleTimeout,
        @Schema(
                        description =
                                "CPU load, in percent, below which a machine is idle; 10 when absent.",
                        minimum = "1",
                        maximum = "100")
                @Nullable Integer idleCpu,
        @Schema(
                        description =
                                "What happens to an idle machine; terminate when absent, hibernate"
                                        + " with hibernate.",
                        enumeration = {"terminate", "stop", "hibernate"})
                @Nullable String onIdle,
        @Schema(description = "Machines that can hibernate.", defaultValue = "false")
                @Nullable Boolean hibernate,
        @Schema(description = "Spot instances.", defaultValue = "false") @Nullable Boolean spot,
        @Schema(
                        description =
                                "On-demand instances when EC2 has no spot capacity; only with spot.",
                        defaultValue = "false")
                @Nullable Boolean spotFallback,
        @Schema(description = "Highest price in USD per hour; only with spot.", examples = "0.05")
                @Nullable String spotMaxPrice,
        @Schema(description = "DNS label; the array's name when absent.", examples = "compute")
                @Nullable String dns,
        @Schema(description = "No DNS names.", defaultValue = "false") @Nullable Boolean noDns,
        @Schema(description = "EC2 key pair.") @Nullable String keyName,
        @Schema(description = "Security groups.") @Nullable List<String> securityGroup,
        @Schema(description = "Subnet.") @Nullable String subnet,
        @Schema(description = "IAM instance profile.") @Nullable String iamInstanceProfile,
        @Schema(
                        description =
                                "The work starts when all members are up and know their peers.",
                        defaultValue = "false")
                @Nullable Boolean barrier,
        @Schema(
                        description =
                                "Duration within which a member must enrol, from when EC2's launch"
                                        + " rate admits its launch.",
                        defaultValue = "10m")
                @Nullable String barrierTimeout,
        @Schema(
                        description =
                                "Duration within which EC2's launch rate must admit the first"
                                        + " launch call; unlimited when absent.",
                        examples = "5m")
                @Nullable String queueTimeout,
        @Schema(
                        description =
                                "Members without which the array is drained; 1 when absent, all"
                                        + " with barrier.",
                        minimum = "1",
                        maximum = "10000")
                @Nullable Integer minViable,
        @Schema(
                        description =
                                "Most indexes that have a machine at one time, the others follow in"
                                        + " order; all when absent. Not with barrier or min_viable.",
                        minimum = "1",
                        maximum = "10000")
                @Nullable Integer maxConcurrent,
        @Schema(
                        description =
                                "With max_concurrent: whether the next index runs on the machine of one that"
                                        + " has ended; true when absent.")
                @Nullable Boolean reuse,
        @Schema(
                        description =
                                "How often a failed index runs again. Absent: never, but a"
                                        + " reclaimed spot instance is replaced.",
                        minimum = "0",
                        maximum = "1000")
                @Nullable Integer retries,
        @Schema(
                        description =
                                "Failures that a retry follows, separated by commas: exit:1-5,"
                                        + " signal, spot, capacity, boot, silence, lost, shutdown, reboot,"
                                        + " memory, timeout, any (when absent).",
                        examples = "exit:1-5,spot")
                @Nullable String retryOn,
        @Schema(
                        description =
                                "Duration before the first retry of an index, doubled with each, up to"
                                        + " 1h; a random part of up to a half is taken away. None when"
                                        + " absent.",
                        examples = "30s")
                @Nullable String retryDelay,
        @Schema(
                        description =
                                "How often indexes run again, all together; no limit when absent. With"
                                        + " barrier a retry of all counts once.",
                        minimum = "0",
                        maximum = "1000000")
                @Nullable Integer arrayRetries,
        @Schema(
                        description =
                                "When the array has succeeded: all (when absent), any, index:I, a number"
                                        + " or a share of the indexes.",
                        pattern = "all|any|index:[0-9]{1,5}|[0-9]{1,5}%?",
                        examples = "90%")
                @Nullable String success,
        @Schema(
                        description =
                                "What happens to the work of the others once the array has succeeded;"
                                        + " stop-rest with index:I, else continue when absent.",
                        enumeration = {"continue", "stop-rest"})
                @Nullable String onSuccess,
        @Schema(
                        description =
                                "The rest is ended, and the array fails, when more indexes have failed"
                                        + " for good; no limit when absent.",
                        minimum = "0",
                        maximum = "10000")
                @Nullable Integer maxFailedIndexes,
        @Schema(
                        description = "What happens to the machines when the work has ended.",
                        enumeration = {"keep", "terminate", "stop", "hibernate"},
                        defaultValue = "keep")
                @Nullable String onComplete,
        @Schema(
                        description =
                                "Duration between the end of the work and on_complete; none when absent.",
                        examples = "10m")
                @Nullable String onCompleteDelay,
        @Schema(
                        description =
                                "What happens to the machines when work has failed; on_complete"
                                        + " when absent.",
                        enumeration = {"keep", "terminate", "stop", "hibernate"})
                @Nullable String onFailure,
        @Schema(
                        description =
                                "What happens to the other members when the work of one has failed for"
                                        + " good; stop-all with barrier, else continue when absent.",
                        enumeration = {"continue", "stop-all"})
                @Nullable String onMemberFailure,
        @Schema(
                        description =
                                "Command run when EC2 announces that it reclaims the machine; only"
                                        + " with spot.")
                @Nullable String onInterrupt,
        @Schema(
                        description =
                                "Parameters of the indexes, in PARAM_NAME: the text of a CSV with"
                                        + " names and a row for each index, or a grid. count is the"
                                        + " number of rows when absent.",
                        examples = "lr=0.1,0.01;depth=3,5")
                @Nullable String sweep,
        @Schema(
                        description =
                                "Duration of an attempt after which it gets SIGTERM and, 30 s later,"
                                        + " SIGKILL; unlimited when absent.",
                        examples = "2h")
                @Nullable String timeout,
        @Schema(
                        description =
                                "Signal before the timeout, to the processes that handle it; only"
                                        + " with timeout.",
                        examples = "USR1@5m")
                @Nullable String timeoutSignal,
        @Schema(
                        description =
                                "Working directory: a fresh one of each attempt, or one of the"
                                        + " member on its machine.",
                        enumeration = {"attempt", "member"},
                        defaultValue = "attempt")
                @Nullable String workdir,
        @Schema(description = "User that runs the command; root when absent.")
                @Nullable String runAs,
        @Schema(
                        description =
                                "Files of the working directory: SHA-256 of an uploaded bundle, or the"
                                        + " place of a tar.gz, or of a directory of the member.",
                        pattern = "[0-9a-f]{64}|s3://.+|file:///.+")
                @Nullable String files,
        @Schema(
                        description = "Globs of the files that are collected after the command.",
                        examples = "[\"result-*.json\"]")
                @Nullable List<String> collect,
        @Schema(
                        description =
                                "Most bytes of collected files of one member, and of its checkpoint;"
                                        + " 256MiB when absent.",
                        examples = "\"2GiB\"")
                @Nullable String collectLimit,
        @Schema(
                        description =
                                "Place that members send collected files to, below {array id}/{index};"
                                        + " the control plane when absent.",
                        examples = "\"file:///shared/results\"")
                @Nullable String collectTo,
        @Schema(
                        description =
                                "An index has failed whose work made no file of one of the patterns of collect.")
                @Nullable Boolean requireOutputs,
        @Schema(
                        description =
                                "Globs of the files in $SPAWN_CHECKPOINT_DIR that are kept for a later"
                                        + " attempt on another machine.",
                        examples = "[\"state-*.json\"]")
                @Nullable List<String> checkpoint,
        @Schema(
                        description =
                                "Duration between two checkpoints, at least 10s; 5m when absent.",
                        examples = "1m")
                @Nullable String checkpointInterval,
        @Schema(
                        description =
                                "What the work of an index waits for in other stages; only in job XML.",
                        examples = "render[index]")
                @Nullable String after,
        @Schema(description = "Earlier stage on whose machines it runs; only in job XML.")
                @Nullable String machines,
        @Schema(description = "Stages whose outputs are inputs; only in job XML.")
                @Nullable List<String> inputs,
        @Schema(
                        description = "Environment variables of script and command.",
                        examples = "{\"SEED\": \"7\"}")
                @Nullable Map<String, String> env,
        @Schema(
                        description =
                                "Slots of each member in the MPI hostfiles: a number, or auto for its"
                                        + " processors.",
                        examples = "auto")
                @Nullable String slots,
        @Schema(description = "Set no variables of other systems, such as SLURM_ARRAY_TASK_ID.")
                @Nullable Boolean noAliases,
        @Schema(description = "Keep stdout and stderr apart, without the order between them.")
                @Nullable Boolean splitOutput,
        @Schema(description = "Give the work a terminal as its output.") @Nullable Boolean tty,
        @Schema(
                        name = "notify",
                        description =
                                "URL that is notified of end, failure and warnings of the array; as"
                                        + " the settings say when absent.")
                @Nullable String notifyUrl,
        @Schema(
                        description = "Body of the notifications; json when absent.",
                        enumeration = {"json", "slack"})
                @Nullable String notifyFormat,
        @Schema(
                        description =
                                "Estimated cost of the array in USD above which a warning is sent.",
                        examples = "5")
                @Nullable String notifyCost) {
    private static final String ARRAY_NAME = "^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$";
}
